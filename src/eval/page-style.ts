/** Style and script of the page that `--html` writes; kept in the page itself, which loads nothing. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f6f8fa; --card: #fff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0;
  --mark: #fff3bf; --strong: #ffd43b; --right: #1a7f37; --wrong: #b3261e; --soft: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --card: #161b22; --ink: #e6edf3; --faint: #9198a1;
  --line: #30363d; --mark: #4a3c05; --strong: #8a6d00; --right: #57c46f; --wrong: #ff7b72; --soft: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main, header { max-width: 54rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
thead th { color: var(--faint); font-weight: 500; }
tbody th { font-weight: 400; }
tbody tr:last-child > * { font-weight: 600; }
summary { cursor: pointer; color: var(--faint); }
.filters { position: sticky; top: 0; z-index: 1; background: var(--ground); border-bottom: 1px solid var(--line); }
.filters form { max-width: 54rem; margin: 0 auto; padding: .6rem 1rem; display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: center; }
.filters output { margin-left: auto; color: var(--faint); }
select { font: inherit; padding: .1rem .4rem; }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--right); border-radius: 8px;
  padding: .9rem 1.1rem; margin: 1rem 0; }
article.wrong { border-left-color: var(--wrong); }
article[hidden] { display: none; }
.about { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .82rem; color: var(--faint); }
.verdict { color: var(--right); font-weight: 600; }
.wrong .verdict { color: var(--wrong); }
h2 { font-size: 1.1rem; margin: .3rem 0 .5rem; }
.earlier { color: var(--faint); font-size: .9rem; margin: .3rem 0 0; }
.answer { white-space: pre-wrap; margin: 0 0 .7rem; }
h3 { font-size: .82rem; font-weight: 600; color: var(--faint); margin: .7rem 0 .15rem; }
.passage { background: var(--soft); border-radius: 6px; padding: .5rem .8rem; margin: 0 0 .5rem; font-size: .93rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.place { font-size: .82rem; color: var(--faint); margin: .5rem 0 .15rem; }
mark { background: var(--mark); color: inherit; border-radius: 3px; padding: .05em 0; }
mark strong { background: var(--strong); border-radius: 3px; font-weight: 600; }
sup { color: var(--faint); margin: 0 .15em; line-height: 0; }
.expected ul { margin: 0; padding-left: 1.2rem; }
code { font: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 .3em; }
@media print { .filters { display: none; } article { break-inside: avoid; } }
`;

export const pageScript = `
const form = document.querySelector('.filters form');
const articles = [...document.querySelectorAll('article')];
const apply = () => {
  const { kind, verdict } = form.elements;
  for (const article of articles) {
    article.hidden =
      (kind.value !== '' && article.dataset.kind !== kind.value) ||
      (verdict.value !== '' && article.dataset.verdict !== verdict.value);
  }
  const shown = articles.filter((article) => !article.hidden).length;
  form.querySelector('output').textContent = shown + ' of ' + articles.length + ' questions';
};
form.addEventListener('input', apply);
apply();
`;
