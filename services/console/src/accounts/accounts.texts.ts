import type { Language } from '../pages/texts.js';

const en = {
  welcome: 'Welcome to Wiredesk', welcomeFirst: 'You make the first account. It has every role; with it you invite the others.', welcomeReset: 'Set the password of your account. Where you are signed in elsewhere, that ends.', name: 'Name', nameHelp: 'What you will type to sign in: letters, digits and . _ @ + - , a mail address for instance.',
  password: 'New password', passwordHelp: 'At least 12 characters. A few words in a row are good; a password manager is better.', again: 'Once more', set: 'Set it and sign in',
  'fault-name': 'The name is of 2 to 100 letters, digits and . _ @ + -, and begins with a letter or digit.', 'fault-short': 'At least 12 characters, please.', 'fault-long': 'At most 200 characters, please.', 'fault-repeats': 'It repeats itself too much.', 'fault-known': 'It is your name, or one of those that are guessed first.', 'fault-differs': 'The two are not alike.', 'fault-wrong': 'The old password is not right.',
  title: 'Your account', roles: 'Roles', permissions: 'May see', none: 'nothing beside', byToken: 'You signed in with the token of a role. It is set in the configuration of the services.', byOidc: 'Your roles and your password are kept by your identity provider.', change: 'Change the password', old: 'Old password', changed: 'The password is changed. All your other sessions were ended.',
  sessions: 'Where you are signed in', begun: 'Since', seen: 'Last used', address: 'From', agent: 'With', here: 'this one', end: 'End it', endOthers: 'Sign out everywhere else', ended: 'Ended.',
};

export const accountsTexts: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = {
  en,
  zh: {
    welcome: '欢迎使用 Wiredesk', welcomeFirst: '您将创建第一个账号,它拥有全部角色;随后由它邀请其他人。', welcomeReset: '设置您账号的口令。您在别处的登录将随之结束。', name: '用户名', nameHelp: '登录时输入:字母、数字及 . _ @ + - ,例如邮箱地址。',
    password: '新口令', passwordHelp: '至少 12 个字符。几个词连在一起就很好,用口令管理器更好。', again: '再输入一次', set: '设置并登录',
    'fault-name': '用户名为 2 至 100 个字母、数字或 . _ @ + -,并以字母或数字开头。', 'fault-short': '至少 12 个字符。', 'fault-long': '最多 200 个字符。', 'fault-repeats': '重复太多。', 'fault-known': '这是您的用户名,或最容易被猜到的口令。', 'fault-differs': '两次输入不一致。', 'fault-wrong': '旧口令不正确。',
    title: '您的账号', roles: '角色', permissions: '可查看', none: '无额外权限', byToken: '您使用角色令牌登录,令牌在各服务的配置中设置。', byOidc: '您的角色与口令由身份提供方管理。', change: '修改口令', old: '旧口令', changed: '口令已修改,您的其他登录均已结束。',
    sessions: '您的登录', begun: '开始于', seen: '最近使用', address: '来自', agent: '客户端', here: '当前', end: '结束', endOthers: '退出其他所有登录', ended: '已结束。',
  },
};
