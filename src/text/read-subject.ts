/** Whom a subject names. A body is an office, a meeting or a paper that speaks, or a person without a name. */
export interface Subject {
  readonly kind: 'person' | 'body' | 'pronoun';
  readonly name: string;
}

const surnames = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季辛柯庄章鲁葛管岳齐梅祝左涂谷时舒耿牟卜路詹关苗凌费纪靳盛童欧项裴席卫查屈鲍位温霍翟隋植甘景薄单包司柏宁柳蓝阮解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾都巨宗宿仲成习栗楚明喜尤凤俞倪殷毕安乐卞伍湛祁狄庞闵麻颜骆樊虞应宣邢荣翁荀甄芮储焦巴厉祖黎蒲邰蔺闻申桑桂牛慕容寇聂晁阚帅段佟佘岑索鞠逄亓兰仝邝',
);
const compoundSurnames =
  /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|端木|呼延)/u;
/** Everyday words that look like a surname and a given name. */
const notNames =
  /^(?:高校|方面|安全|江苏|成都|黄河|关于|关系|许多|金融|常委|计划|温州|连续|马上|华为|平均|黄金|时间|方案|方法|张家口|石家庄|安徽|江西|甘肃|高层|高管|方式|项目|余额|徐州|郑州|常州|成员|成果|全国|全省|全市|全体|全会|大会|党中央|党组|党员|都市|来自|明确|强化|商务|文化|文件|文章|时代|单位|管理|温度|解决|简报|路透社|宗教|易于|向好|万人|都是|关键|任务|任何|包括|包含|严格|车间|石油|水利|白宫|于是|何以|何时|何处|连同|商家|商会|计委|房企|花费|明年|古人|来年|左右|成立|程度|通知|强调)/u;

const title =
  /(?:总书记|副?书记|省长|市长|县长|区长|州长|镇长|村长|主席|总理|部长|厅长|局长|署长|主任|处长|科长|司长|院长|校长|行长|会长|社长|所长|站长|队长|组长|秘书长|关长|台长|馆长|委员|代表|专员|总裁|经理|董事长|教授|研究员|专家|分析师|发言人|记者|律师|博士|先生|女士|同志|负责人|院士|总统|首相|大臣|大使|议长|参赞|司令员?|政委|检察长|老师|医生|医师|学生|村民|居民|市民|工人|农民|创始人|总干事|总监|工程师|经济学家|科学家|学者|顾问|官员|法官|教师|技师|店主|老板|员工|秘书|干部|组织者)/gu;
const bodyEnding =
  /(?:会议|大会|全会|座谈会|推进会|部署会|报告|通知|意见|公报|公告|文件|方案|纲要|规划|白皮书|声明|文章|社论|法院|检察院|局|部|厅|委|委员会|党委|省委|市委|县委|党组|政府|国务院|办|办公室|中心|公司|集团|银行|央行|协会|学会|商会|工会|大学|学院|研究院|研究所|医院|学校|组织|机构|基金会|联合会|总社|媒体|人士|方|双方|外交部|白宫|专家组|代表团|联盟|欧盟|联合国|业界|市场|企业|学者|专家|负责人|负责同志|发言人|官员|记者|代表|村民|居民)$/u;
const pronoun =
  /^(?:他|她|他们|她们|(?:这位|该|上述|这名|这一)(?:有关|相关)?(?:负责人|负责同志|发言人|官员|专家|人士))$/u;
const foreignName = /^\p{Script=Han}{1,6}(?:·[\p{Script=Han}A-Z]{1,8}){1,3}$/u;
const opensOtherwise =
  /^(?:要|必须|应|需|各|这|那|有(?!关)|我|你|大家|如何|为|以|把|将|是|不|更|并|和|与|既|也|近年|去年|今年|明年|数据|统计|可以|可|会|能|已|正|对|从|在|就|通过|根据|按照|为了|综合|认真|切实|坚持|加强|推动|聚焦)/u;
const lead =
  /^(?:(?:\d{1,2}月)?\d{1,2}日(?:凌晨|上午|下午|晚)?|据|而|但|其中|对此|同时|此外|另外|不过|然而|会上|目前|日前|近日|当天|当日)/u;
/** Titles that foreigners bear in Chinese news; their names have no surname to know them by. */
const foreignTitle = /(?:总统|总理|首相|大臣|部长|外长|防长|国务卿|发言人|议长|主席|大使|总裁)$/u;
const notBody = /[，。；：向]|提出|发表|发布|发声明|同时/u;
const maximumChars = 24;

function isChineseName(text: string): boolean {
  if (notNames.test(text) || !/^\p{Script=Han}+$/u.test(text)) return false;
  if (compoundSurnames.test(text)) return text.length === 3 || text.length === 4;
  return (text.length === 2 || text.length === 3) && surnames.has(text[0] as string);
}

function personBehind(titleEnd: number, subject: string): string | null {
  const rest = subject.slice(titleEnd);
  if (isChineseName(rest) || foreignName.test(rest)) return rest;
  const known = foreignTitle.test(subject.slice(0, titleEnd));
  return known &&
    /^\p{Script=Han}{2,5}$/u.test(rest) &&
    !bodyEnding.test(rest) &&
    !notNames.test(rest)
    ? rest
    : null;
}

function personBefore(subject: string, titleStart: number): string | null {
  const before = subject.slice(0, titleStart);
  if (isChineseName(before) || foreignName.test(before)) return before;
  return before.length === 1 && surnames.has(before) ? subject : null;
}

/**
 * Whom a Chinese subject names: a person (`省委书记林武` gives 林武), a body (`会议`, `省教育厅`), a pronoun, or null when it
 * is none of these. The text is simplified.
 */
export function readSubject(text: string): Subject | null {
  const subject = text.trim().replace(lead, '');
  if (subject.length === 0 || subject.length > maximumChars) return null;
  if (pronoun.test(subject)) return { kind: 'pronoun', name: subject };
  if (isChineseName(subject) || foreignName.test(subject)) return { kind: 'person', name: subject };
  if (opensOtherwise.test(subject) && !bodyEnding.test(subject)) return null;
  const last = [...subject.matchAll(title)].at(-1);
  if (last !== undefined) {
    const end = last.index + last[0].length;
    const name =
      end < subject.length ? personBehind(end, subject) : personBefore(subject, last.index);
    if (name !== null) return { kind: 'person', name };
  }
  return bodyEnding.test(subject) && !notBody.test(subject)
    ? { kind: 'body', name: subject }
    : null;
}
