export { evaluate, nextChangeMs, type Terms } from './evaluate.js';
export { clear, type ClearDecision, type ClearReason, type Grant, type GrantedItem } from './grants.js';
export { covers, coversItem, HoldIndex, holdNames, isActive, itemNames, type Hold } from './holds.js';
export { readPolicy, type PolicyTerms, type ReadPolicy } from './odrl.js';
export { urlKey } from './url-key.js';
export { includesCode, type RefusalCode, type RefusalReason, type Use, type Verdict } from './use.js';
