import { storiesTexts } from '../stories/stories.texts.js';

const en = {
  ...storiesTexts.en, title: 'Compare', help: 'Two items side by side: what they share is marked, and why they were joined, or not.', first: 'First item (id)', second: 'Second item (id)', doCompare: 'Compare', find: 'Two items are taken from a story, or by their ids. Find a story first:', alike: 'Are they one text?', joins: 'They are one story', joinsNot: 'They are not one story', review: 'A person should look before anything is taken down because of it.', would: 'By their texts the later one is', none2: 'nothing to the earlier one', sharedOf: 'of its text is shared', stand: 'Where they stand', sameStory: 'Both are in one story.', otherStories: 'They are in two stories.', passage: 'passage', other: 'in the other text', cut: 'Only the first 400,000 characters are shown.', splitThis: 'Split this one off', mergeThem: 'Merge their stories', decidedHere: 'Decide here', swap: 'Swap', pinThis: 'Pin this one', markTemplate: 'Mark this one as a template', legend: 'Marked: shared with the other text.', erased: 'cannot be shown',
};
const zh: Readonly<Record<keyof typeof en, string>> = {
  ...storiesTexts.zh, title: '对比', help: '两篇并排:标出相同之处,以及为何归并或没有归并。', first: '第一篇(编号)', second: '第二篇(编号)', doCompare: '对比', find: '可从同文组中选两篇,或输入编号。先找一组:', alike: '是否同一文本?', joins: '属于同一组', joinsNot: '不属于同一组', review: '据此下架之前应有人核对。', would: '按文本,较晚一篇是', none2: '与较早一篇无关', sharedOf: '的文本相同', stand: '现状', sameStory: '两篇在同一组。', otherStories: '两篇在两个组。', passage: '相同段', other: '到另一篇', cut: '只显示前 400,000 字。', splitThis: '拆出此篇', mergeThem: '合并两组', decidedHere: '在此决定', swap: '对调', pinThis: '置顶此篇', markTemplate: '把此篇标为模板', legend: '标记处与另一篇相同。', erased: '无法显示',
};

/** The words of the compare page; those of stories are among them. */
export const compareTexts = { en, zh };
