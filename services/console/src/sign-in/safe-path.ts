/** Only a path of this console: never another site. */
export const safePath = (text: string): string => (/^\/(?![/\\])\P{Cc}*$/u.test(text) ? text : '/');
