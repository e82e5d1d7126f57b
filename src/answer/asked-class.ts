/** The class of thing that a question asks for by name (哪家电视台, the telephone number), and what an answer of it holds. */

const which =
  '(?:哪|什么|啥)(?:一|些|几|两|三|四|五)?(?:家|个|所|座|种|支|条|门|间|款|趟|份|类|位)?的?';
const whichEnglish = '\\b(?:which|what)(?: (?:two|three|four|five|other|new|local))? ';

interface AskedClass {
  readonly asked: RegExp;
  readonly answered: RegExp;
}

/** "Which X", in both languages; the answer holds a thing of that class. */
function kindOf(chinese: string, english: string, answered: RegExp): AskedClass {
  return {
    asked: new RegExp(
      `${which}(?:${chinese})|(?:${chinese})(?:是|有|为|叫)(?:哪(?![年天月日里儿])|什么名|啥名)|${whichEnglish}(?:${english})\\b`,
      'iu',
    ),
    answered,
  };
}

const money = /元|美金|[$£€¥]|\b(?:dollars?|pounds?|euros?|yuan|pence)\b/iu;

const classes: readonly AskedClass[] = [
  kindOf(
    '(?:电视|广播)?(?:电视台|电台|频道)',
    '(?:tv|television|radio) (?:station|channel)s?|channels?|broadcasters?',
    /台(?!下|上|湾|账|风|阶)|频道|卫视|央视|\b(?:channel|TV|television|radio|broadcast)/iu,
  ),
  kindOf(
    '(?:新闻)?(?:媒体|报社|报纸|杂志|通讯社|网站|平台)',
    'newspapers?|news agenc(?:y|ies)|magazines?|websites?|platforms?|media',
    /报(?!告|道|名|送|考|销|到|酬|表)|社(?!会|区|保)|网|台|媒体|杂志|[Pp]ress|Times|Post|News|\bwebsite|\bplatform|\bmedia/u,
  ),
  kindOf(
    '公司|企业|厂家|厂商|集团|工厂',
    'compan(?:y|ies)|firms?|manufacturers?|contractors?|business(?:es)?|suppliers?',
    /公司|企业|集团|厂|银行|实业|铁路|铁道|株式会社|\p{L}\p{Lu}\p{L}|\p{Script=Han}[A-Z]|\b(?:company|companies|firms?|Ltd|plc)\b/u,
  ),
  kindOf('银行', 'banks?', /银行|\bbanks?\b/iu),
  kindOf(
    '医院|诊所|卫生院',
    'hospitals?|clinics?',
    /医院|诊所|卫生院|\b(?:hospital|clinic|infirmary)/iu,
  ),
  kindOf(
    '学校|大学|高校|中学|小学|院校|学院|职校',
    'universit(?:y|ies)|schools?|colleges?',
    /\p{Script=Han}{2}(?:大学|学院|中学|小学|学校|[一二三四五六七八九]中|幼儿园|校)|高校|职校|\b(?:university|school|college|academy)/iu,
  ),
  kindOf('酒店|宾馆|饭店|旅馆', 'hotels?', /酒店|宾馆|饭店|旅馆|大厦|\b(?:hotel|inn)\b/iu),
  kindOf('村子?', 'villages?', /村(?!民|务)|\bvillage/iu),
  kindOf('乡镇|镇|乡|街道', 'townships?', /镇(?!静)|乡(?!村|下)|街道|\btown/iu),
  kindOf(
    '语言|外语|方言',
    'languages?',
    /语|话|文(?!化|明|件|章|旅)|\blanguage|\b(?:English|French|Chinese|German|Spanish)\b/iu,
  ),
  kindOf(
    '航空公司|航班|车次|列车|公交',
    'airlines?|flights?|bus(?:es)?|trains?',
    /航|列车|[GDCKTZ]\d+|路|次|\b(?:air|flight|bus|train|line)/iu,
  ),
  kindOf(
    '颜色',
    'colou?rs?',
    /色|\b(?:red|blue|green|black|white|yellow|orange|grey|gray|brown|colou?r)/iu,
  ),
  {
    asked:
      /(?:联系|咨询|举报|投诉|服务|报名|办公)?(?<!电视)电话(?:号码|号|是多少|是几|多少|呢|$)|(?:打|拨)(?:什么|哪个|几|啥)电话|手机号|联系方式|热线(?:是|号)|\b(?:tele)?phone numbers?\b|\bhotline\b|\bnumber (?:to|can|do|should) .*call/iu,
    answered: /\p{N}{5,}|\p{N}{3,4}[- ]\p{N}{3,}|热线|\b\p{N}{3}\b.*(?:call|phone)/iu,
  },
  {
    asked:
      /(?:哪个|哪些|什么|啥|哪家)(?:部门|单位|机构)(?:来)?(?:负责|牵头|主管|主抓)|(?:由谁|谁来|归谁)(?:负责|牵头|主管)|\bwho (?:is|are|was|were|will be) (?:responsible|in charge)/iu,
    answered: /负责(?!同志|人)|牵头|主管|主责|承担|运作|\b(?:responsib|charge|led by|lead)/iu,
  },
  {
    asked:
      /(?:哪|什么)(?:个|些|几)?省(?!级|直|委|政府|[厅局长里内])|省份|\b(?:which|what) provinces?\b/iu,
    answered:
      /北京|天津|上海|重庆|河[北南]|山[西东]|辽宁|吉林|黑龙江|江[苏西]|浙江|安徽|福建|湖[北南]|广[东西]|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|宁夏|新疆|西藏|香港|澳门|\bprovince/iu,
  },
  {
    asked:
      /(?:要|带|交|备|提供)(?:什么|哪些|啥|哪几样)(?:手续|材料|证件|资料)|(?:怎么|如何|咋|上哪儿?|去哪儿?|在?哪里|在哪儿?)(?:能|可以|才能)?(?:申请|办理|报名|领(?!导)|登记|投诉|举报|咨询)|\b(?:how|where) (?:can|do|should|could) (?:i|we|you|people|one) (?:apply|register|sign up|complain|get|claim)\b/iu,
    answered:
      /手续|材料|证(?!明了)|办理|申请|报名|领取|登记|窗口|平台|网|公众号|热线|电话|\b(?:appl|regist|sign|office|online|counter|form)/iu,
  },
  {
    asked:
      /(?:以前|之前|此前|过去|任职前|上任前)(?:是|在|当|做|干)(?:什么(?!时)|哪(?![年天])|啥)|履历|简历|\b(?:before (?:he|she|they) (?:took|became|was|joined)|used to (?:be|do|work))\b/iu,
    answered: /曾|此前|历任|原任|之前|\b(?:before|previous|former|until|used to)/iu,
  },
  { asked: /邮箱|电子邮件|邮件地址|e-?mail/iu, answered: /@|邮箱|e-?mail/iu },
  {
    asked: /网址|官网|网站(?:是|地址)|\bweb ?site|\burl\b/iu,
    answered: /www|http|\.(?:com|cn|org|net|gov)|网|\bweb/iu,
  },
  {
    asked:
      /(?:工资|月薪|年薪|薪水|薪资|薪酬|津贴|补贴|补助|奖金|罚款|票价|房价|单价|租金|学费|费用|收费|价格|价钱|造价|投资)(?:标准)?(?:是|为|有|共|一共|总共|大概)?(?:多少|几(?!个|项|种|类|条)|什么标准)|(?:工资|补贴|补助|津贴|收费|薪酬)标准|(?:罚|奖|赔|领|卖|值|花|挣|补)(?:多少|几(?:个|块)?钱|几块)|多少(?:钱|块|元)|\bhow much (?:does|do|did|is|was|will|are|were) .*\b(?:cost|earn|charge|paid|pay|salary|wage|ticket|fare|rent)\b|\b(?:salary|salaries|wages?|fine|fare|rent)\b.*\b(?:receive|paid|pay|is|was|impose|face|get)|\bwhat (?:\w+ ){0,3}(?:salary|wage|fine|fare|rent|price|fee)\b|\bwhat (?:do|does|did|will) .*\b(?:cost|charge)\b|\bhow (?:large|big|high) (?:is|are|was|were) .*\b(?:benefit|allowance|subsid|grant|fine|salar|wage|pension)/iu,
    answered: money,
  },
  {
    asked:
      /(?:哪里|哪儿|什么地方|哪个省|哪个地方)的?人(?![员数口])|籍贯|(?:老家|出生)在?哪|\bhometown\b|\bwhere (?:is|was|does) .*(?:come from|born|from)\b|\bborn\b/iu,
    answered: /籍|老家|出生|生于|人[，,。]|\bborn\b|\bnative\b|\bfrom\b/iu,
  },
  {
    asked: /学历|学位|毕业于|哪(?:所|个)(?:大学|学校)毕业|\bdegree\b|\bgraduated? from\b/iu,
    answered: /学历|学士|硕士|博士|本科|专科|毕业|大学|\bdegree|\buniversity/iu,
  },
  {
    asked: /几岁|多大(?:岁数|年纪)|年龄(?:是|多|$)|\bhow old\b|\bwhat age\b/iu,
    answered: /岁|\byears? old\b|\baged?\b|出生|生于/iu,
  },
  {
    asked:
      /(?:多久(?!一次)|多长时间|几(?:个)?(?:小时|钟头|分钟)|持续多|用了几天)|\bhow long\b(?!er)/iu,
    answered:
      /小时|分钟|\p{N}[多余几]?(?:个)?(?:天|日|周|月|年|秒)|世纪|[一二三四五六七八九十百千两半][多余几]?(?:个)?(?:天|日|周|星期|月|年|小时)|\b(?:minutes?|hours?|days?|weeks?|months?|years?|seconds?|decades?|cent(?:ury|uries)|long)\b|米|里|k?m\b|met(?:re|er)s?|feet|miles?/iu,
  },
  {
    asked:
      /(?:什么时候|何时|几点|哪天)(?:结束|散会|闭幕|完(?:的)?$)|\bwhen (?:did|does|will) .*\b(?:end|finish)\b/iu,
    answered:
      /结束|闭幕|散会|截止|截至|至|到|完|终|止|\b(?:end|finish|complet|clos|until|till|to)/iu,
  },
];

/** Whether a question names a class of things (or an attribute) of which the sentence holds none. */
export function lacksClass(question: string, sentence: string): boolean {
  return classes.some(({ asked, answered }) => asked.test(question) && !answered.test(sentence));
}
