import { Fingerprinter } from '@wiredesk/fingerprints';

import { english } from '../placing/testing/texts.js';
import { paragraphsOf, repeatedParagraphs, withoutBoilerplate } from './paragraphs.decide.js';

const prints = new Fingerprinter(0x5eed);
const appeal = 'Support the Harbour Wire: subscribe today and read every story without a limit.';
const article = (seed: number): string => `${english(seed, 100)}\n${appeal}`;
const sampled = (seed: number, storyId: string, title = storyId) => ({ storyId, titleHash: title, paragraphs: paragraphsOf(article(seed), prints) });

describe('boilerplate', () => {
  it('is what stands in three stories', () => {
    expect([...repeatedParagraphs([sampled(1, 'a'), sampled(2, 'b'), sampled(3, 'c')])]).toEqual([[prints.hash(appeal), 3]]);
  });

  it('is not what stands in two, or in three versions of one, or under one title', () => {
    expect(repeatedParagraphs([sampled(1, 'a'), sampled(2, 'b')]).size).toBe(0);
    expect(repeatedParagraphs([sampled(1, 'a', '1'), sampled(1, 'a', '2'), sampled(1, 'a', '3')]).size).toBe(0);
    expect(repeatedParagraphs([sampled(1, 'a', 'x'), sampled(2, 'b', 'x'), sampled(3, 'c', 'x')]).size).toBe(0);
  });

  it('is left out, whatever its case and punctuation', () => {
    const known = new Set([prints.hash(appeal)]);
    expect(withoutBoilerplate(`${english(1, 100)}\n${appeal.toUpperCase()}!`, known, prints)).toBe(english(1, 100));
    expect(withoutBoilerplate(english(1, 100), known, prints)).toBe(english(1, 100));
  });

  it('is left in where nothing else would be', () => {
    expect(withoutBoilerplate(`Short.\n${appeal}`, new Set([prints.hash(appeal)]), prints)).toBe(`Short.\n${appeal}`);
  });
});
