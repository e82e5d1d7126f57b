import { describe, expect, test } from 'vitest';
import { structurePlainText } from '../support/structure-plain-text.js';

function speakersOf(text: string): string[] {
  return structurePlainText(text).sentences.map(({ speaker }) =>
    speaker === null ? '-' : `${speaker.name}@${speaker.namedIn}`,
  );
}

describe('Chinese', () => {
  test.each([
    ['林武强调，要稳就业。要抓落实。近年来，形势稳定。', ['林武@0', '林武@0', '林武@0']],
    ['省委书记林武出席会议并讲话。他强调，要稳就业。省长蓝佛安主持会议。', ['-', '林武@0', '-']],
    ['林武出席。\n林武在讲话中指出，就业是民生。\n要抓好。', ['-', '林武@1', '-']],
    [
      '王丽就落实部署作出强调，提出两点要求。一是增收。要扩面。\n二是减负。要降费。\n散会。',
      ['王丽@0', '王丽@0', '王丽@0', '王丽@0', '王丽@0', '-'],
    ],
    [
      '据市人社局局长陈强介绍，新增岗位12万个。其中，毕业生占六成。会议结束后，代表离场。',
      ['陈强@0', '陈强@0', '-'],
    ],
    ['王小明说：“好。我们走！”公司今年营收增长。', ['王小明@0', '-']],
    [
      '“订单多了三成。”某公司总经理王小明告诉记者，“我们在招人。”“还要扩产。”',
      ['王小明@0', '王小明@0'],
    ],
    [
      '谈到就业，张伟表示，形势向好。李娜则认为，压力仍大。她建议，加大投入。',
      ['张伟@0', '李娜@1', '李娜@1'],
    ],
    ['会议指出，要做好工作。要抓重点。', ['会议@0', '会议@0']],
    [
      '国家统计局新闻发言人付凌晖在发布会上表示，经济恢复。这位发言人说，要看到困难。',
      ['付凌晖@0', '付凌晖@0'],
    ],
    [
      '美国总统拜登说，将谈判。约翰·史密斯表示，同意。欧阳娜娜认为，可以。',
      ['拜登@0', '约翰·史密斯@1', '欧阳娜娜@2'],
    ],
    ['省長藍佛安指出，要穩就業。要抓落實。', ['藍佛安@0', '藍佛安@0']],
    ['就业是民生之本。他强调，要稳。', ['-', '-']],
    ['据统计，新增就业12万人。数据显示，失业率下降。研究表明，政策有效。', ['-', '-', '-']],
    ['习近平总书记的重要论述，提供了遵循。各级各部门要提高站位。', ['-', '-']],
  ])('hears who speaks in %s', (text, expected) => {
    expect(speakersOf(text)).toEqual(expected);
  });
});

describe('English', () => {
  test.each([
    [
      'Governor Mary Brown said that rates fell. Local offices must hire. The rate fell again.',
      ['Mary Brown@0', 'Mary Brown@0', '-'],
    ],
    ['"We will not stop," Brown said. "We go on." Sales rose.', ['Brown@0', 'Brown@0', '-']],
    [
      'Jane Smith, the finance minister, stressed the risks. Smith said it was early. She added more.',
      ['Jane Smith@0', 'Jane Smith@1', 'Jane Smith@1'],
    ],
    ['According to the ministry, wages rose. Prices fell.', ['ministry@0', '-']],
    ['It said nothing. The report, however, was long.', ['-', '-']],
    ['“Jobs came back,” said Li Qiang.', ['Li Qiang@0']],
  ])('hears who speaks in %s', (text, expected) => {
    expect(speakersOf(text)).toEqual(expected);
  });
});
