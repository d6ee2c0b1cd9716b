import { askPort } from '@bauta/sdk/stores/durable-object';
import type { KeptTexts } from '../storage/kept-texts.ts';

/** Texts by name, as a port of a room's object. */
export interface TextsPort {
  load(name: string): Promise<string | undefined>;
  save(name: string, text: string): Promise<void>;
}

/** The port of texts that are near. */
export function textsPort(texts: KeptTexts): TextsPort {
  return { load: (name) => texts(name).load(), save: (name, text) => texts(name).save(text) };
}

/** The texts of a room's object. @throws AgeError as `askPort` */
export function farTexts(stub: () => object): KeptTexts {
  const port = askPort<TextsPort>(stub, 'texts', ['load', 'save']);
  return (name) => ({ load: () => port.load(name), save: (text) => port.save(name, text) });
}
