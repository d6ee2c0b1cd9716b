// The types of its successor: what the tests use is the same in both.
declare module 'express-4' {
  export { default } from 'express';
}
