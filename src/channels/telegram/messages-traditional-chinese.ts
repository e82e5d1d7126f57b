import type { Messages } from './messages-english.js';

export const traditionalChinese: Messages = {
  titleMarks: ['《', '》'],
  colon: '：',
  sentenceGap: '',
  answer: {
    understoodAs: '理解為',
    sources: '出處',
    nearest: '最接近的內容',
    place: (paragraph, sentence) => `第${paragraph}段第${sentence}句`,
    note: '注意',
    dropped: (amount) => `有 ${amount} 句未能核實，沒有顯示。`,
    incomplete: '回答中斷；已顯示的內容都經過核實。',
  },
  progress: {
    searching: '正在查找報告……',
    answering: (passages) => `找到 ${passages} 處相關內容，正在作答……`,
  },
  citation: {
    paragraph: (paragraph, last) =>
      last === null ? `第${paragraph}段` : `第${paragraph}段（共${last}段）`,
    changed: '報告後來有改動；這裡顯示的是作答時的原文。',
    neighbour: '相鄰段落，回答沒有引用。',
    openPage: '在網頁中查看',
    back: '↩ 返回回答',
  },
};
