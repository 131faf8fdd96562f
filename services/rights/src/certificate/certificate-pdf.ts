import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { sha256Hex } from '@wiredesk/platform';

import { caseTexts } from '../cases/case-texts.js';
import type { RegimeName } from '../cases/regimes.js';
import type { TargetState } from '../cases/target.js';
import type { PageLanguage } from '../pages/page-language.decide.js';
import type { Signature } from '../signing/signing-keys.js';
import { signedText, type Certificate } from './certificate.js';
import { certificateTexts } from './certificate-texts.js';
import { unpackWoff } from './woff.js';

export interface SignedCertificate {
  readonly certificate: Certificate;
  readonly signature: Signature;
}

/** One typeface for both languages: every sign of a Chinese or Latin address is in it. */
const fontFile = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff';
const targetsShownMax = 500;
const sizes = { title: 20, heading: 13, text: 10, small: 8 } as const;

/**
 * The certificate as a PDF for people, with the signed JSON attached: the same certificate under the same signature. The
 * library and the typeface are loaded when the first one is asked for: most processes never need them.
 */
export const certificatePdf = async (signed: SignedCertificate, given: { language: PageLanguage; publicUrl: string }): Promise<Buffer> => {
  const { default: PdfDocument } = await import('pdfkit');
  const { certificate, signature } = signed;
  const t = certificateTexts[given.language];
  const issuedAt = new Date(certificate.issuedAt);
  const pdf = new PdfDocument({ size: 'A4', margin: 56, lang: given.language === 'zh' ? 'zh-Hans' : 'en', tagged: true, displayTitle: true, pdfVersion: '1.7', info: { Title: `${t.title} ${certificate.case.number}`, Author: certificate.issuer, CreationDate: issuedAt, ModDate: issuedAt } });
  const bytes: Buffer[] = [];
  pdf.on('data', (part: Buffer) => bytes.push(part));
  const ended = new Promise<void>((resolve) => pdf.on('end', () => resolve()));
  pdf.registerFont('text', unpackWoff(await readFile(createRequire(import.meta.url).resolve(fontFile)))).font('text');
  const line = (text: string, size: number = sizes.text): void => void pdf.fontSize(size).text(text);
  const heading = (text: string): void => void pdf.moveDown(0.8).fontSize(sizes.heading).text(text).moveDown(0.2);

  line(t.title, sizes.title);
  pdf.moveDown(0.5);
  for (const [name, value] of headOf(certificate, given.language)) line(`${name}: ${value}`);
  pdf.moveDown(0.5);
  line(t.summary(certificate.gone, certificate.copies));
  for (const [n, target] of certificate.targets.slice(0, targetsShownMax).entries()) {
    heading(t.address(n));
    line(target.url ?? target.itemId ?? '–');
    line(`${t.state}: ${caseTexts[given.language].states[target.state as TargetState]}`);
    for (const hold of target.holds) line(`${t.holds}: ${hold.holdId} (#${hold.seq}, ${hold.class}, ${hold.placedAt})`, sizes.small);
    line(t.coverage(target.gone, target.copies));
    for (const row of target.bySurface) line(`${row.surface}: ${row.gone} / ${row.copies}`, sizes.small);
  }
  if (certificate.targets.length > targetsShownMax) line(t.leftOut(certificate.targets.length - targetsShownMax));
  heading(t.verify);
  for (const [name, value] of [[t.keyId, signature.keyId], [t.signature, signature.value], [t.sha256, sha256Hex(signedText(certificate))]] as const) line(`${name}: ${value}`, sizes.small);
  pdf.moveDown(0.4);
  for (const step of t.steps(given.publicUrl)) line(step, sizes.small);
  pdf.file(Buffer.from(JSON.stringify(signed, null, 2), 'utf8'), { name: 'certificate.json', type: 'application/json', description: t.title, creationDate: issuedAt, modifiedDate: issuedAt });
  pdf.end();
  await ended;
  return Buffer.concat(bytes);
};

const headOf = ({ issuer, issuedAt, case: one }: Certificate, language: PageLanguage): [string, string][] => {
  const t = certificateTexts[language];
  return [[t.issuer, issuer], [t.issuedAt, issuedAt], [t.case, one.number], [t.rules, caseTexts[language].regimes[one.regime as RegimeName]], [t.claim, one.claimType], [t.openedAt, one.openedAt]];
};
