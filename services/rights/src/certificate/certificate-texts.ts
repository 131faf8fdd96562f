import type { PageLanguage } from '../pages/page-language.decide.js';

/** Words of the certificate as a PDF. */
export const certificateTexts: Readonly<Record<PageLanguage, { title: string; issuer: string; issuedAt: string; case: string; rules: string; claim: string; openedAt: string; summary: (gone: number, copies: number) => string; address: (n: number) => string; state: string; holds: string; coverage: (gone: number, copies: number) => string; leftOut: (n: number) => string; signature: string; keyId: string; sha256: string; verify: string; steps: (publicUrl: string) => readonly string[] }>> = {
  en: {
    title: 'Certificate of removal', issuer: 'Issued by', issuedAt: 'Issued at', case: 'Case', rules: 'Rules', claim: 'Kind of claim', openedAt: 'Notice received at', summary: (gone, copies) => `${gone} of ${copies} known copies are proven gone: acknowledged by their holder, or looked for and not found.`,
    address: (n) => `Address ${n + 1}`, state: 'State', holds: 'Holds', coverage: (gone, copies) => `${gone} of ${copies} copies proven gone`, leftOut: (n) => `and ${n} more addresses: see the attached certificate.json`,
    signature: 'Signature (Ed25519, base64)', keyId: 'Key id', sha256: 'SHA-256 of what is signed', verify: 'How to verify it, also offline',
    steps: (publicUrl) => [
      'The file certificate.json that is attached to this PDF has the members "certificate" and "signature". It is the same as the one that the page of the case gives.',
      'What is signed is the member "certificate" as canonical JSON (RFC 8785) in UTF-8.',
      `The public key stands at ${publicUrl}/.well-known/wiredesk-signing-key under its key id; whoever keeps it verifies without asking again. The SHA-256 of the key in DER begins with the key id.`,
      'For example: openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in canonical.json -sigfile signature.bin',
    ],
  },
  zh: {
    title: '下架证明', issuer: '出具方', issuedAt: '出具时间', case: '案号', rules: '适用规则', claim: '投诉类型', openedAt: '收到通知时间', summary: (gone, copies) => `已知副本 ${copies} 个，其中 ${gone} 个已证实清除（由持有方确认，或经查验不再展示）。`,
    address: (n) => `网址 ${n + 1}`, state: '状态', holds: '封禁记录', coverage: (gone, copies) => `副本 ${copies} 个，已证实清除 ${gone} 个`, leftOut: (n) => `另有 ${n} 个网址，见所附 certificate.json`,
    signature: '签名（Ed25519，base64）', keyId: '密钥编号', sha256: '签名内容的 SHA-256', verify: '如何核验（可离线）',
    steps: (publicUrl) => [
      '本 PDF 所附文件 certificate.json 含 certificate 与 signature 两项，与案件页面所提供的相同。',
      '签名的内容为 certificate 项的规范化 JSON（RFC 8785），UTF-8 编码。',
      `公钥见 ${publicUrl}/.well-known/wiredesk-signing-key，按密钥编号查找；保存公钥后可离线核验。公钥 DER 编码的 SHA-256 以密钥编号开头。`,
      '例如：openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in canonical.json -sigfile signature.bin',
    ],
  },
};
