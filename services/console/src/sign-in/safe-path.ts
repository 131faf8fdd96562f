/** Only a path of this console: never another site. */
export const safePath = (text: string): string => (/^\/(?![/\\])[^\0-\x1f]*$/.test(text) ? text : '/');
