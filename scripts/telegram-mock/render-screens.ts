import { type MockMessage, renderMessage } from './render-message.js';

export interface MockScreen {
  readonly caption: string;
  readonly messages: readonly MockMessage[];
}

const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; padding: 24px; background: #fff; color: #111; width: max-content;
  font: 15px/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
main { display: flex; gap: 20px; align-items: flex-start; }
figure { margin: 0; width: 372px; }
figcaption { padding: 0 4px 8px; color: #59636e; font-size: 13px; }
.phone { border: 1px solid #c9d3dc; border-radius: 18px; overflow: hidden; background: #cfdfc4; }
header { background: #fff; padding: 10px 16px; border-bottom: 1px solid #dfe5ea; display: flex; gap: 10px; align-items: center; }
.face { width: 34px; height: 34px; border-radius: 50%; background: #4f9ad6; color: #fff; display: grid; place-items: center; font-weight: 600; }
header b { display: block; line-height: 1.25; }
header small { color: #8a949d; }
.chat { padding: 12px 10px; min-height: 620px; display: flex; flex-direction: column; justify-content: flex-end; gap: 8px; }
.message { max-width: 92%; }
.mine { align-self: flex-end; }
.theirs { align-self: flex-start; min-width: 60%; }
.bubble { background: #fff; border-radius: 14px; padding: 7px 11px 5px; box-shadow: 0 1px 1px #0002; overflow-wrap: anywhere; }
.mine .bubble { background: #e3fdcb; }
.time { display: block; text-align: right; font-size: 11px; color: #93a08a; line-height: 1.3; }
.theirs .time { color: #a3adb5; }
a { color: #2678b6; }
code { font-family: monospace; }
blockquote { margin: 4px 0; padding: 4px 10px 4px 9px; border-left: 3px solid #3d94d9; border-radius: 5px; background: #3d94d918; }
.keyboard { margin-top: 4px; display: flex; flex-direction: column; gap: 4px; }
.row { display: flex; gap: 4px; }
.button { flex: 1; text-align: center; background: #5b8a55b8; color: #fff; border-radius: 8px; padding: 6px 4px; font-weight: 500; }
.icon { width: 18px; height: 18px; vertical-align: -3px; fill: currentColor; }
`;

/** Screens of a phone side by side, as one page that loads nothing. */
export function renderScreens(title: string, screens: readonly MockScreen[]): string {
  const figures = screens.map(
    ({ caption, messages }) =>
      `<figure><figcaption>${caption}</figcaption><div class="phone"><header><span class="face">问</span>` +
      `<span><b>${title}</b><small>机器人</small></span></header>` +
      `<div class="chat">${messages.map(renderMessage).join('\n')}</div></div></figure>`,
  );
  return `<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head>
<body><main>
${figures.join('\n')}
</main></body></html>
`;
}
