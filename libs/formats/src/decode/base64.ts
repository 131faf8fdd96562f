/** Bytes of base64, white space allowed; undefined where it is none. */
export const fromBase64 = (base64: string): Uint8Array | undefined => {
  try {
    return Uint8Array.from(atob(base64.replace(/\s+/g, '')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** Base64 of UTF-8 text; undefined where it is neither. */
export const textFromBase64 = (base64: string): string | undefined => {
  const bytes = fromBase64(base64);
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
