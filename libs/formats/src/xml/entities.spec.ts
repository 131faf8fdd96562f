import { cpuMs } from '../../test/support.js';
import { htmlEntities, mendAmpersands } from './entities.js';

describe('entities', () => {
  test.each([
    ['<r>AT&T</r>', '<r>AT&amp;T</r>'],
    ['<r a="x?b=1&c=2">&amp; &#38; &#x26; &nbsp; & </r>', '<r a="x?b=1&amp;c=2">&amp; &#38; &#x26; &nbsp; &amp; </r>'],
    ['<![CDATA[a & b]]> & <!-- c & d --> &', '<![CDATA[a & b]]> &amp; <!-- c & d --> &amp;'],
    ['<!DOCTYPE r [<!ENTITY a "b">]><r>&a; & </r>', '<!DOCTYPE r [<!ENTITY a "b">]><r>&a; &amp; </r>'],
    ['<![CDATA[a & b', undefined],
    ['<r>a &lt; b</r>', undefined],
    ['<r>It&#146;s &#x93;x&#x94;&#1;&#0;&#xFFFF;&#xD800; &#8217;</r>', '<r>It\u2019s \u201cx\u201d &#8217;</r>'],
    ['<![CDATA[It&#146;s]]>', undefined],
  ])('%j', (xml, mended) => {
    expect(mendAmpersands(xml)).toBe(mended);
  });

  test('many of them take no long time', () => {
    const spentMs = cpuMs(() => {
      mendAmpersands('& '.repeat(500_000));
      mendAmpersands('<![CDATA['.repeat(100_000) + '&'.repeat(100_000));
      mendAmpersands('<!x &'.repeat(100_000));
    });
    expect(spentMs).toBeLessThan(1_000);
  });

  test('the hundred of RSS 0.91', () => {
    expect([htmlEntities['nbsp'], htmlEntities['copy'], htmlEntities['eacute'], htmlEntities['yuml']]).toEqual(['\u00a0', '©', 'é', 'ÿ']);
  });
});
