const shapes = {
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  up: 'M7 11l4-8c1.7 0 2.5 1.2 2.2 2.8L12.7 9H19a1.8 1.8 0 0 1 1.8 2.2l-1.5 7A2.3 2.3 0 0 1 17 20H7zM7 11H3.5v9H7',
  down: 'M17 13l-4 8c-1.7 0-2.5-1.2-2.2-2.8l.5-3.2H5a1.8 1.8 0 0 1-1.8-2.2l1.5-7A2.3 2.3 0 0 1 7 4h10zM17 13h3.5V4H17',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M12 20V5M5.5 11.5L12 5l6.5 6.5',
  stop: 'M7 7h10v10H7z',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  report: 'M6 3h9l4 4v14H6zM9.5 11h6M9.5 15h6',
  add: 'M12 5v14M5 12h14',
} as const;

const namespace = 'http://www.w3.org/2000/svg';

/** Decorative: what holds it has to have a name of its own. */
export function icon(name: keyof typeof shapes): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  const path = document.createElementNS(namespace, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}
