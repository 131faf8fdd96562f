import { titleMark, withoutCredits } from '../index.js';

describe('marks of a title', () => {
  it.each([
    ['CORRECTED: Harbour closed', 'correction', 'Harbour closed'],
    ['更正：港口关闭', 'correction', '港口关闭'],
    ['（更正）港口关闭', 'correction', '港口关闭'],
    ['UPDATE 2-Harbour closed', 'update', 'Harbour closed'],
    ['RPT-Harbour closed', 'repeat', 'Harbour closed'],
    ['Correctional officers strike', null, 'Correctional officers strike'],
    ['Update your phone now', null, 'Update your phone now'],
    ['修正主义的历史', null, '修正主义的历史'],
    ['更正式的场合', null, '更正式的场合'],
  ])('%s', (title, mark, rest) => {
    expect(titleMark(title)).toEqual({ mark, rest });
  });
});

describe('credits', () => {
  const body = '闸门昨夜关闭，工程队连续检修两座泵站。';

  it.each([
    [`新华社广州11月24日电（记者 张三）${body}`, 'dateline', '新华社'],
    [`${body}\n来源：海港通讯`, 'source', '海港通讯'],
    [`${body}\n责任编辑：李四`, 'editor', '李四'],
    [`${body}（责任编辑：李四）`, 'editor', '李四'],
    [`${body}\n版权所有，未经许可不得转载`, 'rights', '，未经许可不得转载'],
    [`发布时间：2026-11-24 12:30 阅读：1204次\n${body}`, 'stamp', null],
    [`2026年11月24日 12:30 某某网\n${body}`, 'stamp', null],
    [`Published 3:05 PM, Tue November 24, 2026\n${body}`, 'stamp', null],
    [`By Jane Field, Staff Writer\n${body}`, 'editor', 'Jane Field, Staff Writer'],
    [`${body}（完）`, 'rights', null],
  ])('are taken out of %s', (text, kind, name) => {
    expect(withoutCredits(text)).toEqual({ text: body, credits: [{ kind, name }] });
  });

  it('are taken out of English', () => {
    const { text, credits } = withoutCredits('PORT ELLIS, Nov 24 (Harbour Wire) - The gate closed.\nIt opens on Monday.\n(c) 2026 Harbour Wire. All rights reserved.');
    expect(text).toBe('The gate closed.\nIt opens on Monday.');
    expect(credits.map((credit) => credit.kind)).toEqual(['dateline', 'rights']);
    expect(credits[0]?.name).toBe('Harbour Wire');
  });

  it('leaves prose alone', () => {
    const prose = 'The editor (a Reuters veteran) - like most - agreed.\n编辑部昨天搬迁，来源不明的水渗入地下室。\nCopyright law is old.\nUpdated rules apply from 2027 on.\n时间紧，任务重。\nBy Monday the gate was open.\n2026年11月24日，闸门关闭。\n2026年11月24日08时05分在临海发生3.2级地震，震源深度10千米。\n时间：11月28日上午9点，地点：市图书馆\n作者：一个被问了很多次、也回答了很多次的问题。';
    expect(withoutCredits(prose)).toEqual({ text: prose, credits: [] });
  });

  it('does not hang on a long line', () => {
    const before = process.cpuUsage();
    withoutCredits('（'.repeat(200_000));
    withoutCredits('AAAA '.repeat(200_000));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });
});
