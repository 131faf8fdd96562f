/** What a title says about its text's place among versions. */
export type TitleMark = 'correction' | 'update' | 'repeat';

export interface MarkedTitle {
  readonly mark: TitleMark | null;
  /** The title without its mark. */
  readonly rest: string;
}

const words: readonly { readonly mark: TitleMark; readonly words: string }[] = [
  { mark: 'correction', words: 'corrected|correction|corrects|refiled?|clarification|更正启事|更正|勘误|订正|修正' },
  { mark: 'update', words: 'updated?|updates|wrapup|滚动更新|更新|续报' },
  { mark: 'repeat', words: 'rpt|repeats?|重发|重播' },
];

/** The word must be closed by a bracket, a colon or a dash: "Correctional officers strike" and 更正式的场合 carry no mark. */
const marks: readonly { readonly mark: TitleMark; readonly pattern: RegExp }[] = words.map(({ mark, words: any }) => ({
  mark,
  pattern: new RegExp(`^\\s*(?:[\\[(【（《]\\s*(?:${any})\\s*\\d{0,2}\\s*[\\])】）》]\\s*[:：]?|(?:${any})(?:\\s+\\d{1,2})?\\s*[:：|–—\\-])\\s*`, 'iu'),
}));

const headUnits = 60;

/** Finds "CORRECTED:", "UPDATE 2-", "RPT-", 更正：, （更新） and the like at the beginning of a title. */
export const titleMark = (title: string): MarkedTitle => {
  const head = title.slice(0, headUnits);
  for (const { mark, pattern } of marks) {
    const found = pattern.exec(head);
    if (found) return { mark, rest: title.slice(found[0].length) };
  }
  return { mark: null, rest: title };
};
