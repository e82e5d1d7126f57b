/** Units and classifiers by the name that stands for them; spellings after the colon, in both languages. */
const MEASURES = [
  '元:元,块钱,圆,yuan,RMB,CNY,renminbi',
  '美元:美元,美金,dollars,dollar,USD',
  '欧元:欧元,euros,euro,EUR',
  '日元:日元,日圆,yen,JPY',
  '港元:港元,港币',
  '英镑:英镑,pounds sterling,GBP',
  '台币:新台币,台币',
  '韩元:韩元,won',
  '卢布:卢布,roubles,rubles',
  '公里:公里,千米,km,kilometres,kilometers,kilometre,kilometer',
  '米:米,公尺,metres,meters,metre,meter,m',
  '厘米:厘米,公分,cm,centimetres,centimeters',
  '毫米:毫米,mm,millimetres,millimeters',
  '英里:英里,miles,mile',
  '海里:海里,nautical miles',
  '里:里,华里',
  '英尺:英尺,feet,foot,ft',
  '英寸:英寸,inches,inch',
  '平方公里:平方公里,平方千米,km²,km2,square kilometres,square kilometers,square km',
  '平方米:平方米,平米,㎡,m²,square metres,square meters',
  '平方英里:平方英里,square miles,sq mi',
  '亩:亩,mu',
  '公顷:公顷,hectares,hectare',
  '英亩:英亩,acres,acre',
  '立方米:立方米,m³,cubic metres,cubic meters',
  '吨:吨,公吨,tonnes,tons,tonne,ton',
  '公斤:公斤,千克,kg,kilograms,kilogrammes,kilogram',
  '克:克,grams,g',
  '斤:斤,jin',
  '磅:磅,pounds,lbs',
  '升:升,公升,litres,liters',
  '毫升:毫升,ml',
  '摄氏度:摄氏度,℃,°C,degrees Celsius',
  '华氏度:华氏度,℉,°F,degrees Fahrenheit',
  '度:度,degrees,°',
  '千瓦时:千瓦时,kWh',
  '千瓦:千瓦,kW',
  '兆瓦:兆瓦,MW,megawatts',
  '赫兹:赫兹,Hz',
  '秒:秒钟,秒,seconds',
  '分钟:分钟,minutes,minute',
  '小时:个小时,小时,个钟头,hours,hour',
  '天:天,days,day',
  '周:个星期,星期,周,weeks,week',
  '月:个月,个多月,个余月,months,month',
  '季度:个季度,季度,quarters',
  '年:年,周年,years,year',
  '岁:周岁,岁,years old,year-old',
  '世纪:个世纪,世纪,centuries,century',
  '年代:年代',
  '倍:倍,times as,fold',
  '番:番',
  '人次:人次,person-times',
] as const;
const PERSONS = ['人:个人,人,名,位,people,persons,person'] as const;
const ITEMS = ['个:个,项,条,种,类,点,件,大,款,份,方面,个方面'] as const;
/** Each counts only what it counts: 户 is not 家. */
const COUNTS =
  '户:户,households,household|家:家|所:所|座:座|次:次,times|场:场|届:届|批:批|支:支|套:套|台:台|辆:辆|架次:架次|架:架|艘:艘|部:部|本:本|册:册|集:集|期:期|轮:轮|章:章|节:节|篇:篇|首:首|张:张|幅:幅|间:间|栋:栋|幢:幢|层:层|楼:楼|级:级|站:站|股:股|列:列|头:头|只:只|匹:匹|棵:棵|株:株|颗:颗|枚:枚|粒:粒|片:片|块:块|根:根|道:道|处:处|门:门|字:字|句:句|对:对|双:双|组:组|队:队|国:国,countries|省:省,provinces|市:市,cities|县:县,counties|区:区,districts|镇:镇|乡:乡|村:村,villages|街道:街道|社区:社区|胜:胜|负:负|局:局|球:球|分:分,points|票:票,votes|席:席,seats|号:号|代:代|季:季|回:回|员:员|线:线|步:步|校:校|车道:车道|州:州|岛:岛|面:面|杯:杯|瓶:瓶|箱:箱|宗:宗|例:例|起:起|桩:桩|笔:笔|单:单|单元:单元|床:床|张床位:张床位';

export type UnitClass = 'measure' | 'person' | 'item' | 'count';

interface Unit {
  readonly name: string;
  readonly kind: UnitClass;
}

const UNITS: ReadonlyMap<string, Unit> = new Map(
  [
    ...MEASURES.map((row) => [row, 'measure'] as const),
    ...PERSONS.map((row) => [row, 'person'] as const),
    ...ITEMS.map((row) => [row, 'item'] as const),
    ...COUNTS.split('|').map((row) => [row, 'count'] as const),
  ].flatMap(([row, kind]) => {
    const [name = '', forms = ''] = row.split(':');
    return forms.split(',').map((form) => [form, { name, kind }] as const);
  }),
);
const CLASSES: ReadonlyMap<string, UnitClass> = new Map(
  [...UNITS.values()].map((unit) => [unit.name, unit.kind]),
);
const LONGEST_HAN = 4;
const LATIN_UNIT =
  /(?:[A-Za-z°℃℉㎡]+[²³2]?)(?:[ -](?:metres|meters|kilometres|kilometers|km|miles|mi|old|as|sterling|Celsius|Fahrenheit|times))?/uy;

export function unitClass(unit: string): UnitClass | null {
  return CLASSES.get(unit) ?? null;
}

export interface UnitReading {
  readonly unit: string;
  readonly end: number;
}

/** The unit that begins exactly at `at`, the longest one; null when none does. */
export function readUnit(text: string, at: number): UnitReading | null {
  for (let length = LONGEST_HAN; length > 0; length -= 1) {
    const form = text.slice(at, at + length);
    const unit = /^\p{Script=Han}/u.test(form) ? UNITS.get(form) : undefined;
    if (unit !== undefined && form.length === length) {
      return { unit: unit.name, end: at + length };
    }
  }
  LATIN_UNIT.lastIndex = at;
  const found = LATIN_UNIT.exec(text)?.[0];
  if (found === undefined) {
    return null;
  }
  for (const form of [found, found.split(/[ -]/u)[0] ?? '']) {
    const unit = UNITS.get(form) ?? (form.length > 3 ? UNITS.get(form.toLowerCase()) : undefined);
    if (unit !== undefined) {
      return { unit: unit.name, end: at + form.length };
    }
  }
  return null;
}
