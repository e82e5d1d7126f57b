import { describe, expect, it } from 'vitest';
import { lacksClass } from '../../src/answer/asked-class.js';

const MEETING = '会议以电视电话会议形式召开。';

describe('lacksClass', () => {
  it.each([
    ['会议由哪家电视台直播?', MEETING],
    ['Which TV station broadcast the meeting?', '5月20日，推进会在太原召开。'],
    ['举报电话是多少?', MEETING],
    ['What is the telephone number for complaints?', 'The terminal received 87 calls.'],
    ['林武是哪里人?', '省委书记林武出席会议并讲话。'],
    ['失业补贴标准是多少?', '做好失业动态监测预警。'],
    ['How much does the ferry cost?', 'The ferry carried 143,000 passengers.'],
    ['在哪家酒店开的?', '推进会在太原召开。'],
    ['哪所大学派人参加?', '太原市政府主要负责同志作交流发言。'],
    ['督导考核由哪个部门负责?', '强化督导考核。'],
    ['主要输出到哪些省份?', '推进省际输出就业。'],
    ['报名要带什么材料?', '加强职业技能培训。'],
    ['会议什么时候结束的?', '5月20日，推进会在太原召开。'],
    ['What did he do before he took office?', '省委书记林武出席会议。'],
  ])('finds nothing of the kind that %s asks for', (question, sentence) => {
    expect(lacksClass(question, sentence)).toBe(true);
  });

  it.each([
    ['会议由哪家电视台直播?', '会议由省电视台直播。'],
    ['举报电话是多少?', '举报电话：0351-4012345。'],
    ['补贴标准是多少?', '每人补贴1000元。'],
    ['How much did the ferry cost?', 'The ferry cost £2 million.'],
    ['哪所大学派人参加?', '山西大学派人参加。'],
    ['会议以什么形式召开?', MEETING],
    ['谁主持会议?', '省长蓝佛安主持会议。'],
    ['哪些部门要创新方式方法?', '各有关部门要创新方式方法。'],
    ['江苏电视台哪一年开播?', '江苏电视台于1960年开播。'],
    ['Which company runs the port?', 'Hansen Ltd runs the port.'],
  ])('has nothing against an answer to %s', (question, sentence) => {
    expect(lacksClass(question, sentence)).toBe(false);
  });
});
