import type { Messages } from './messages-english.js';

export const simplifiedChinese: Messages = {
  titleMarks: ['《', '》'],
  colon: '：',
  sentenceGap: '',
  answer: {
    understoodAs: '理解为',
    sources: '出处',
    nearest: '最接近的内容',
    place: (paragraph, sentence) => `第${paragraph}段第${sentence}句`,
    note: '注意',
    dropped: (amount) => `有 ${amount} 句未能核实，没有显示。`,
    incomplete: '回答中断；已显示的内容都经过核实。',
  },
  progress: {
    searching: '正在查找报告……',
    answering: (passages) => `找到 ${passages} 处相关内容，正在作答……`,
  },
  citation: {
    paragraph: (paragraph, last) =>
      last === null ? `第${paragraph}段` : `第${paragraph}段（共${last}段）`,
    changed: '报告后来有改动；这里显示的是作答时的原文。',
    neighbour: '相邻段落，回答没有引用。',
    openPage: '在网页中查看',
    back: '↩ 返回回答',
  },
};
