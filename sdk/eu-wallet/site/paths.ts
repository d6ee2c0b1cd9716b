/** The name of the method, and where it answers. */
export const NAME = 'eu-wallet';
export const PAGE_PATH = '/_age/eu-wallet';
/** In front of a question's id. */
export const ANSWER_PATH = '/_age/eu-wallet/answer/';
export const DIGITAL_PATH = '/_age/eu-wallet/digital';
export const STATE_PATH = '/_age/eu-wallet/state';
export const RETURN_PATH = '/_age/eu-wallet/return';
export const SCRIPT_PATH = '/_age/eu-wallet/page.js';
export const STYLE_PATH = '/_age/eu-wallet/page.css';
