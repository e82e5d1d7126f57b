import { createHash } from 'node:crypto';

/** One state of a made-up report. No two reports have the place in common, no two states the person. */
export interface MadeReport {
  readonly file: string;
  /** The document's id. */
  readonly id: string;
  readonly text: string;
  readonly sha256: string;
  /** Answered by this report alone, with `person`. */
  readonly question: string;
  readonly person: string;
}

const firstSyllables = [...'青白金云龙凤石松竹梅兰桃柳桂枫杨海天长永安平宁和清明东西南北'];
const secondSyllables = [...'山河水田岭湖林江原溪泉谷峰川洲浦港沙'];
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const givenNames = [...'建国志强文华明辉海波晓东学军永康德胜春生立新'];
const topics = [
  ...['教育', '水利', '林业', '养老', '交通', '旅游', '消防', '气象', '粮食', '渔业'],
  ...['供热', '公共卫生', '招商', '电商', '乡村振兴', '防汛', '禁毒', '档案', '统计', '体育'],
];
const works = [
  ...['修缮中小学校舍', '加固水库大坝', '补种防护林', '新建养老服务站', '拓宽县乡公路'],
  ...['整修古城步道', '添置消防车辆', '增设雨量站', '改建粮食仓库', '清理河道网箱'],
];

const at = (list: readonly string[], number: number): string => list[number % list.length] ?? '';

/** Report `number` in its state `version`, both from 0; up to 540 reports have places of their own. */
export function makeReport(number: number, version = 0): MadeReport {
  const place = `${at(firstSyllables, number)}${at(secondSyllables, number * 7 + Math.floor(number / 30))}县`;
  const person =
    at(surnames, number * 3 + version * 7) +
    at(givenNames, number + version * 5) +
    at(givenNames, number * 5 + version + 9);
  const topic = at(topics, number);
  const lines = [
    `${place}${topic}工作会议${1 + (number % 12)}月${1 + ((number * 5) % 28)}日召开，县长${person}主持会议。`,
    `会议决定，今年${at(works, number * 3 + version)}。`,
  ];
  const text = `${lines.join('\n')}\n`;
  const id = `report-${String(number).padStart(3, '0')}`;
  return {
    ...{ id, file: `${id}.txt`, text, person },
    sha256: createHash('sha256').update(text).digest('hex'),
    question: `谁主持了${place}${topic}工作会议？`,
  };
}
