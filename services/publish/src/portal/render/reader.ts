import type { FastifyRequest } from 'fastify';

import { chooseUiLanguage, type UiLanguage } from './ui-language.decide.js';

/** What of a request a page depends on, beside its address. */
export interface Reader {
  /** `?lang=`, if it names a language that we have. */
  readonly asked: UiLanguage | undefined;
  /** Where neither the address nor an article says. */
  readonly preferred: UiLanguage;
  /** 适老化: larger type, wider lines, everywhere the links lead. */
  readonly elder: boolean;
}

const parameter = (request: FastifyRequest, name: string): string | undefined => {
  const value = (request.query as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
};

/** Nothing is stored about a reader: language and large print travel in the address. */
export const readerOf = (request: FastifyRequest, fallback: UiLanguage): Reader => {
  const lang = parameter(request, 'lang');
  return {
    asked: lang === 'zh' || lang === 'en' ? lang : undefined,
    preferred: chooseUiLanguage({ asked: lang, acceptLanguage: request.headers['accept-language'], articleLanguage: undefined, fallback }),
    elder: parameter(request, 'elder') === '1',
  };
};

/** Part of a page's key. */
export const readerKey = (reader: Reader): string => `${reader.asked ?? ''}|${reader.preferred}|${reader.elder ? 'elder' : ''}`;
