const chinese =
  /未经[^。\n]{0,24}?(?:授权|授權|许可|許可|允许|同意|批准)[^。\n]{0,12}?(?:不得|禁止|严禁|嚴禁|请勿|谢绝|謝絕)|(?:严禁|禁止|谢绝|請勿|请勿|不得)(?:任何(?:形式|单位|个人)的?)?(?:擅自|私自)?(?:转载|轉載|复制|摘编)/u;
const english = /(?:may|must) not be (?:re)?(?:published|produced|printed|distributed|broadcast)[^.\n]{0,80}without|reproduction (?:is )?(?:prohibited|forbidden)/iu;
const lineCharsMax = 500;
const bodyLineCharsMax = 120;

/** Whether a line of a page reserves reprinting (未经授权不得转载). */
export const reservesReprint = (line: string): boolean => line.length <= lineCharsMax && (chinese.test(line) || english.test(line));

/** Whether a piece says so of itself, in a short line of its text. What a feed says for all of its items is its rights' notice. */
export const bodyReservesReprint = (bodyText: string): boolean => /未经|转载|轉載/.test(bodyText) && bodyText.split('\n').some((line) => line.length <= bodyLineCharsMax && chinese.test(line));
