/** 多少艘拖船: a number is asked for in a measure that tells what is counted. */

/** Measures that stand for one another; others stand for themselves alone. */
const alike: readonly string[] = [
  '名位人个',
  '家个户间所',
  '次回届场',
  '项个条',
  '处个座',
  '种类个样',
];
const asked =
  /(?:多少|(?<![第前十百千万亿这那哪])几(?!乎|何|点|月|号|日|年|天|时|岁))(?:多)?(?!人口)([名位人家所艘辆架座栋间张幅台套件部头只匹棵株亩顷场次届桌户起吨])/u;
const han = /\p{Script=Han}/u;
const numeral = '[\\p{N}一二两三四五六七八九十百千万亿零〇余多]';

/** Whether a sentence counts nothing in the measure that a question asks for; a list of names may still do so. */
export function lacksMeasure(question: string, sentence: string): boolean {
  const measure = asked.exec(question)?.[1];
  // Names in a row may be counted; the rows of a table name their measure elsewhere.
  if (measure === undefined || /[、|]/u.test(sentence) || !han.test(sentence)) return false;
  const others = alike.filter((group) => group.includes(measure)).join('') || measure;
  return !new RegExp(
    `${numeral} ?[${others}${measure}]|[唯单]一|各[${others}${measure}]|双`,
    'u',
  ).test(sentence);
}
