/** The page that `--html` writes, for people who would rather look than read numbers. */
import type { Citation } from '../domain/answer.js';
import type { ReportDocument } from '../domain/report-document.js';
import { detectLanguage } from '../text/detect-language.js';
import { escapeMarkup } from './escape-markup.js';
import type { EvalQuestion } from './eval-question.js';
import { markPassage } from './mark-passage.js';
import { pageScript, pageStyle } from './page-style.js';
import type { GradedQuestion, QuestionRun } from './run-questions.js';
import { buildScorecard, type Scorecard } from './scorecard.js';

/** One HTML file that loads nothing from elsewhere; every text in it is escaped. */
export function renderPage({ graded, documents }: QuestionRun): string {
  const card = buildScorecard(graded);
  const { answerable, unanswerable } = card;
  const kinds = [...new Set(graded.map(({ question }) => question.kind))];
  const options = kinds.map((kind) => `<option>${escapeMarkup(kind)}</option>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Questions and answers</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Questions and answers</h1>
<p>Right: ${answerable.right} of the ${answerable.questions} questions that the reports answer. Refused: ${unanswerable.right} of the ${unanswerable.questions} that they do not answer.</p>
<details><summary>Scorecard by kind</summary>
${renderTable(card)}
</details>
</header>
<div class="filters"><form>
<label>Kind <select name="kind"><option value="">all</option>${options}</select></label>
<label>Verdict <select name="verdict"><option value="">all</option><option value="wrong">wrong only</option><option value="right">right only</option></select></label>
<output></output>
</form></div>
<main>
${graded.map((entry) => renderQuestion(entry, documents)).join('\n')}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

function renderTable({ rows }: Scorecard): string {
  const head = ['kind', 'questions', 'right', 'refused', 'cited', 'chars', 'p50 ms', 'p95 ms'];
  const body = rows.map((row) => {
    const { questions, right, refused, cited, meanChars, medianMs, p95Ms } = row;
    const cells = [questions, right, refused, cited, meanChars, medianMs, p95Ms];
    return `<tr><th scope="row">${escapeMarkup(row.name)}</th>${cells.map((cell) => `<td>${cell.toFixed(0)}</td>`).join('')}</tr>`;
  });
  return `<table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody></table>`;
}

function langOf(text: string): string {
  return `lang="${detectLanguage(text)}"`;
}

function renderQuestion(
  { question, answer, grade, tookMs, confidence, threshold }: GradedQuestion,
  documents: QuestionRun['documents'],
): string {
  const verdict = grade.right ? 'right' : 'wrong';
  const likelihood =
    confidence === null || threshold === null
      ? ''
      : `<span>confidence ${confidence.toFixed(2)}, threshold ${threshold.toFixed(2)}</span>`;
  const understood =
    answer.understoodAs === null
      ? ''
      : `<p class="earlier">understood as: ${escapeMarkup(answer.understoodAs)}</p>`;
  const nearest = renderPassages(answer.nearest, documents);
  return `<article class="${verdict}" data-kind="${escapeMarkup(question.kind)}" data-verdict="${verdict}" id="${escapeMarkup(question.id)}">
<div class="about"><span class="verdict">${verdict}${grade.fault === null ? '' : `: ${escapeMarkup(grade.fault)}`}</span><span>${escapeMarkup(question.id)}</span><span>${escapeMarkup(question.kind)}</span>${likelihood}<span>${tookMs.toFixed(0)} ms</span></div>
${renderHistory(question)}<h2 ${langOf(question.question)}>${escapeMarkup(question.question)}</h2>
${understood}<p class="answer" ${langOf(answer.answer)}>${escapeMarkup(answer.answer)}</p>
${renderPassages(answer.citations, documents)}
${nearest === '' ? '' : `<details><summary>What comes closest</summary>${nearest}</details>`}
${renderExpected(question)}
</article>`;
}

function renderHistory({ history = [] }: EvalQuestion): string {
  return history
    .map(({ question }) => `<p class="earlier">asked before: ${escapeMarkup(question)}</p>\n`)
    .join('');
}

/** Citations of one paragraph share one passage. */
function renderPassages(
  citations: readonly Citation[],
  documents: ReadonlyMap<string, ReportDocument>,
): string {
  const groups = new Map<string, Citation[]>();
  for (const citation of citations) {
    const key = `${citation.documentId}\n${citation.paragraph}`;
    groups.set(key, [...(groups.get(key) ?? []), citation]);
  }
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      const document = documents.get(first?.documentId ?? '');
      if (first === undefined || document === undefined) return '';
      const place = [first.title, `paragraph ${first.paragraph}`, ...first.outline].join(' › ');
      return `<p class="place">${escapeMarkup(place)}</p><p class="passage" ${langOf(first.quote)}>${markPassage(document, group)}</p>`;
    })
    .join('\n');
}

function renderExpected(question: EvalQuestion): string {
  const code = (part: string) => `<code>${escapeMarkup(part)}</code>`;
  const items = question.must.map((group) => `<li>has ${group.map(code).join(' or ')}</li>`);
  if (question.must_not.length > 0) {
    items.push(`<li>has not ${question.must_not.map(code).join(' nor ')}</li>`);
  }
  if (!question.answerable) items.unshift('<li>refused: the report does not say</li>');
  const support = question.support.map(
    (part) => `<p class="passage" ${langOf(part)}>${escapeMarkup(part)}</p>`,
  );
  const cited = support.length === 0 ? '' : `<h3>To be cited</h3>${support.join('')}`;
  const note = question.note === '' ? '' : `<p class="earlier">${escapeMarkup(question.note)}</p>`;
  return `<div class="expected"><h3>Expected</h3><ul>${items.join('')}</ul>${note}${cited}</div>`;
}
