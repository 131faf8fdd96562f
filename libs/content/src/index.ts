export type { Article, Category, Credit, MediaRef, PublishedAt, RightsInfo, Warning } from './article.js';
export { detectLanguage, isChinese } from './language.js';
export { canonicalText, cleanLine, textOfHtml } from './text.js';
