import type { Language } from '../pages/texts.js';

const en = {
  withAccount: 'With your account', name: 'Name', password: 'Password', wrong: 'Name and password do not belong together, or the account is switched off. After ten failures it takes five minutes.', forgotten: 'Forgotten? An operator makes you a link under Users and keys.',
  withToken: 'With a token', with: 'Sign in with', oidcFailed: 'The sign-in there was not finished, or your account there has no role here. Try again; an operator sees the reason in the audit log.', noWay: 'Nobody can sign in: accounts, tokens and OIDC are all switched off in the configuration.',
};

export const signInTexts: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = {
  en,
  zh: {
    withAccount: '使用账号', name: '用户名', password: '口令', wrong: '用户名与口令不符,或账号已停用。失败十次后需等待五分钟。', forgotten: '忘记口令?请运维人员在“用户与密钥”中为您生成链接。',
    withToken: '使用令牌', with: '登录方式:', oidcFailed: '对方登录未完成,或您在对方的账号在此没有角色。请重试;运维人员可在审计日志中看到原因。', noWay: '无法登录:账号、令牌与 OIDC 均已在配置中关闭。',
  },
};
