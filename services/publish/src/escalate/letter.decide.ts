import type { DueEscalation } from './escalation.store.js';

export interface EscalationLetter {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

const mailAddress = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 120);

/**
 * What is written, in English and Chinese, to the subscriber's contact (where that is a mail address) and to the
 * operator. It names articles by their ids only: a letter must not carry what is taken down. Undefined where there is
 * nobody to write to, or it is over already.
 */
export const letterOf = (escalation: DueEscalation, settings: { readonly operator: string | undefined; readonly portalName: string; readonly publicUrl: string }): EscalationLetter | undefined => {
  const to = [escalation.contact, settings.operator].filter((each): each is string => typeof each === 'string' && mailAddress.test(each.trim())).map((each) => each.trim());
  if (to.length === 0 || !escalation.open) return undefined;
  const name = oneLine(escalation.name);
  const where = `${settings.publicUrl}/v1/subscribers/${escalation.subscriberId}/deliveries`;
  if (escalation.kind === 'disabled') {
    return {
      to,
      subject: oneLine(`${settings.portalName}: deliveries to ${name} were stopped / 已停止投递`),
      text: `Deliveries to "${name}" were stopped: ${escalation.reason ?? 'its endpoint kept failing'}.\nWhat is for it is kept and sent when it is active again. Removals go on being sent.\n\n对“${name}”的投递已停止。恢复后将发送暂存的最新内容；撤稿通知不受影响，继续发送。\n\n${where}\n`,
    };
  }
  const ids = escalation.itemIds ?? [];
  return {
    to,
    subject: oneLine(`${settings.portalName}: ${escalation.removals} removals are not acknowledged by ${name} / 撤稿尚未确认`),
    text: [
      `${escalation.removals} articles were taken down and "${name}" has not acknowledged that its copies are gone, though the time for it has passed.`,
      'Delete every copy, and acknowledge at the address (data.ackUrl) that each removal message carries. All removals: GET /v1/removals.',
      `\n有 ${escalation.removals} 篇稿件已被撤下，“${name}”仍未在期限内确认删除其副本。请删除所有副本，并通过撤稿消息中的确认地址（data.ackUrl）回执。`,
      `\n${ids.join('\n')}${escalation.removals > ids.length ? '\n…' : ''}\n\n${where}\n`,
    ].join('\n'),
  };
};

const waitsMinutes = [1, 10, 60, 360, 1_440];

/** When a letter that could not be sent is tried again; undefined after the last time. */
export const nextLetterAt = (attempts: number, nowMs: number): Date | null => {
  const minutes = waitsMinutes[attempts - 1];
  return minutes === undefined ? null : new Date(nowMs + minutes * 60_000);
};
