/** Bytes of base64, white space allowed; undefined where it is none. */
export const fromBase64 = (base64: string): Uint8Array | undefined => {
  try {
    return Uint8Array.from(atob(base64.replace(/\s+/g, '')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
};
