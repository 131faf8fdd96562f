/** The name in what a feed calls an author: `mail (Name)`, `Name <mail>`, or what is there. */
export const personName = (text: string): string => {
  const trimmed = text.trim().slice(0, 300);
  const inBrackets = /^[^\s()]+@[^\s()]+\s*\((.+)\)$/.exec(trimmed)?.[1];
  if (inBrackets !== undefined) return inBrackets.trim();
  const beforeMail = /^(.+?)\s*[<(]\s*[^\s<>()]+@[^\s<>()]+\s*[>)]$/.exec(trimmed)?.[1];
  return (beforeMail ?? trimmed).trim();
};
