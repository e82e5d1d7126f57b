import { describe, expect, it } from 'vitest';
import { composeMembers } from '../../src/answer/compose-members.js';
import { rankChosen } from '../support/sample-retrieval.js';
import { structurePlainText } from '../support/structure-plain-text.js';

function membersOf(text: string, holding: string, read?: string) {
  const document = structurePlainText(text);
  const [best] = rankChosen([document], [{ holding, ...(read === undefined ? {} : { read }) }]);
  if (best === undefined) throw new RangeError('nothing was ranked');
  return composeMembers(best, document);
}

const SPOKE =
  '会上，省教育厅、省乡村振兴局、省行政审批服务管理局和太原市政府、运城市政府主要负责同志作交流发言。';

describe('composeMembers', () => {
  it('names every member of the list that the reader points at', () => {
    const members = membersOf(SPOKE, '交流发言', '省乡村振兴局、省行政审批服务管理局');
    expect(members?.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['省教育厅', '省乡村振兴局', '太原市政府']),
    );
  });

  it('cites the sentence with the member marked, and falls back to the sentence', () => {
    for (const { text, fallback, citations } of membersOf(SPOKE, '发言', '省乡村振兴局') ?? []) {
      const [citation] = citations;
      expect(fallback).toBe(SPOKE);
      expect(SPOKE.slice(citation?.highlight?.start, citation?.highlight?.end)).toBe(text);
    }
  });

  it('takes the list in which the read words stand where a sentence has two', () => {
    const text =
      '要抓好批零住餐、文化旅游、快递物流等行业恢复，支持高校毕业生、农民工、退役军人就业创业。';
    expect(membersOf(text, '行业', '文化旅游、快递物流')?.map((one) => one.text)).toContain(
      '批零住餐',
    );
    const groups = membersOf(text, '行业', '农民工、退役军人')?.map((one) => one.text);
    expect(groups?.join()).toContain('农民工');
    expect(groups?.join()).not.toContain('批零住餐');
  });

  it.each([
    ['nobody read the sentence', SPOKE, '发言', undefined],
    ['the read words stand outside the list', SPOKE, '发言', '交流发言'],
    ['the list is of two', '会议由省教育厅和太原市政府承办。', '承办', '省教育厅'],
    ['there is no list', '会议在太原召开。', '太原', '太原'],
  ])('has nothing to list when %s', (_, text, holding, read) => {
    expect(membersOf(text, holding, read)).toBeNull();
  });
});
