/** What a question asks for; decides how the answer is put together. */
export type QuestionKind =
  | 'greeting'
  | 'about-bot'
  | 'overview'
  | 'who'
  | 'when'
  | 'where'
  | 'how-many'
  | 'list'
  | 'definition'
  | 'why'
  | 'how'
  | 'other';

const greeting =
  /^(?:你好|您好|大家好|嗨|哈喽|早上好|上午好|下午好|晚上好|谢谢|多谢|再见|辛苦了|hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|bye|goodbye)(?:[\s你您啊呀吗呢!！。.~,，?？]|there|you|very much)*$/iu;
const aboutBot =
  /^(?:请问)?(?:你|您)(?:是谁|是什么|叫什么|能(?:做|干|帮|回答)|会(?:什么|做|干)|可以(?:做|干|帮)|是.{0,6}(?:机器人|模型|AI))|^(?:who|what) are you\b|^what(?: can|'s your| is your) (?:you do|name)|^what can you\b|^are you (?:a|an|chatgpt)\b/iu;

/** What names the whole report or meeting rather than a part of it, or nothing at all. */
const wholeChinese =
  '(?:(?:这|该|此|本|那)?(?:次|份|篇|个|场|条|则|期)?[^在对里中上的哪几谁什何]{0,10}?(?:报告|会议|大会|文章|报道|新闻|通报|公报|文件|材料|全文|推进会|发布会|会|文)(?:上|里|中|的)?)?';
const overviewChinese = new RegExp(
  [
    `^(?:请|请你|帮我|帮忙|麻烦)?(?:简单|简要|用.{1,6}话)?(?:总结|概括|概述|归纳|介绍|说说|讲讲)(?:一下|下)?${wholeChinese}(?:的)?(?:主要|大致|核心|重点)?(?:内容|要点|精神|情况)?$`,
    `^${wholeChinese}(?:主要|大概|大致|都|到底|究竟)*(?:讲|说|谈|写|提|讨论|报道|部署|决定|研究|涉及)(?:了|到|的|过|是|些)*(?:一件|一个)?(?:些|哪些|什么|啥)(?:内容|事情|事|问题|东西|工作)?$`,
    `^${wholeChinese}(?:的)?(?:主要|大致|核心|重点)?(?:内容|要点|精神|主旨|大意|主题|重点|亮点)(?:是什么|有哪些|是啥|呢|都有哪些)?$`,
    `^${wholeChinese}(?:是)?(?:关于|有关)(?:什么|哪方面|啥)(?:的|内容|主题)*$`,
  ].join('|'),
  'u',
);
const overviewEnglish =
  /\b(?:summari[sz]e|summary|overview|gist|main (?:points?|content|topics?|message)|key (?:points?|takeaways|messages?)|in (?:brief|short|a nutshell))\b|^what (?:is|was|were|are) (?:the |this |that )?(?:report|meeting|document|news|article|text|conference|briefing|bulletin)s? (?:mainly |mostly |all )?about|^what (?:did|does) (?:the|this) (?:report|meeting|document|article|news|briefing) (?:say|cover|discuss|talk about|decide)$|^what (?:was|were) (?:discussed|decided|covered|said)(?: (?:at|in|by) (?:the|this) (?:report|meeting|document|conference))?$|^tell me about (?:the|this) (?:report|meeting|document)$/iu;

const patterns: readonly (readonly [QuestionKind, RegExp])[] = [
  // 称为什么 and the 为何 that ends a sentence ask what something is.
  [
    'why',
    /(?<![称名作成改叫化分定视认])为什么(?!样)|为何(?!人|[?？。]?$)|^为何|为啥|何以|(?:什么|啥)(?:原因|缘故)|原因是|\bwhy\b|\breasons?\b/iu,
  ],
  [
    'when',
    /什么时候|啥时候|何时|哪(?:一)?(?:天|日|年|月)|几(?:月|号|日|点)|什么(?:时间|日期)|(?:时间|日期)(?:是|呢|$)|\bwhen\b|\b(?:what|which) (?:date|day|year|month|time)\b/iu,
  ],
  [
    'where',
    /哪里|哪儿|何处|何地|什么地方|啥地方|在哪(?!些|几|个|方)|哪(?:个|座|一个)?(?:城市|市|地方|地)|(?:地点|地址)(?:是|在|呢|$)|\bwhere\b|\b(?:what|which) (?:city|place|venue|location|town|country)\b/iu,
  ],
  [
    'list',
    /哪些|哪(?:几|[两二三四五六七八九十\d])|有(?:什么|啥)(?:方面|要求|措施|举措|任务|内容|工作)|什么方面|分别(?:是|有|为)|几(?:个|大)?方面(?:的|是|有)?(?:什么|哪)|(?:都)?有(?:谁|哪)|包括(?:什么|哪)|列(?:举|出)|\b(?:what|which) (?:are|were)\b|\bwhich [a-z]+s\b|\bwhat [a-z]+s (?:are|were|did|do|does|should|must|need|will|have)\b|\blist\b|\bname (?:the|all)\b|\bwho (?:are|were) the\b/iu,
  ],
  [
    'how-many',
    /多少|几(?!乎|何|经|近)|多(?:大|高|长|久|快)|\bhow (?:many|much|large|big|long|high|often)\b|\bwhat (?:percentage|percent|share|number|amount)\b/iu,
  ],
  [
    'who',
    /谁|何人|哪(?:位|名|个人)|什么人|(?:主持人|负责人|记者|编辑|作者)(?:是|呢|\?|？|$)|姓名|叫什么(?:名字)?|\bwho(?:m|se)?\b/iu,
  ],
  ['how', /怎么|如何|怎样|咋|什么(?:办法|方式|措施|形式)|\bhow\b/iu],
  [
    'definition',
    /什么是|是什么|指(?:的是)?什么|是指|(?:意思|含义|定义)|是啥|\bwhat(?:'s| is| was| does .* mean)\b/iu,
  ],
];

const aboutWorld =
  /天气|下雨|气温|几点了|笑话|写.{0,12}(?:诗|歌|作文|代码|小说|情书|邮件)|(?:忽略|无视|忘掉|忘记).{0,10}(?:指令|指示|规则|要求|提示)|提示词|唱.{0,2}歌|翻译|股票|彩票|球赛|\bignore (?:all |any |the |your |previous |above )*(?:instructions?|rules|prompts?)|\b(?:system prompt|weather|joke|poem|translate|recipe|stock price)\b/iu;

/** Asks for what chatbots are asked for besides reports; only told apart where the reports do not speak of it either. */
export function asksTheWorld(question: string): boolean {
  return aboutWorld.test(question);
}

/** Two kinds asked for in one breath: 何时何地, when and where. */
export function secondKind(question: string, first: QuestionKind): QuestionKind | null {
  if (first !== 'when') return null;
  return patterns.find(([kind]) => kind === 'where')?.[1].test(question) === true ? 'where' : null;
}

/** Reads the kind off the words of a normalised question. */
export function questionKind(question: string): QuestionKind {
  const text = question.trim().replace(/[\s?？。.!！~]+$/u, '');
  if (greeting.test(text)) return 'greeting';
  if (aboutBot.test(text)) return 'about-bot';
  if (overviewChinese.test(text.replace(/^请问/u, '').replace(/[啊呢吗呀吧]$/u, '')))
    return 'overview';
  if (overviewEnglish.test(text)) return 'overview';
  for (const [kind, pattern] of patterns) if (pattern.test(text)) return kind;
  return 'other';
}
