export {
  isInnerList,
  type BareItem,
  type Dictionary,
  type InnerList,
  type Item,
  type List,
  type Parameters,
} from './item.js';
export { MAX_FIELD_LENGTH, parseDictionary, parseItem, parseList, type ParseOptions } from './parse.js';
export { serialiseBareItem } from './serialise-bare-item.js';
export { serialiseDictionary, serialiseInnerList, serialiseItem, serialiseList } from './serialise.js';
export { StructuredFieldError, type StructuredFieldErrorCode } from './structured-field-error.js';
