/** The parts that `index.html` names. */
import { icon } from './icon.js';

export function byId<Node extends HTMLElement>(id: string): Node {
  return document.getElementById(id) as Node;
}

export function setText(id: string, text: string): void {
  byId(id).textContent = text;
}

export function setLabel(id: string, label: string): void {
  byId(id).setAttribute('aria-label', label);
}

export function setButton(id: string, name: Parameters<typeof icon>[0], label: string): void {
  const text = document.createElement('span');
  text.textContent = label;
  byId(id).replaceChildren(icon(name), text);
}
