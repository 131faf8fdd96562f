import type { Language } from '../pages/texts.js';

const en = {
  title: 'Users and keys', people: 'People', name: 'Name', displayName: 'Shown as', roles: 'Roles', permissions: 'May see', state: 'State', signedIn: 'Last signed in', never: 'never', active: 'active', invited: 'invited, no password yet', disabled: 'switched off', origin: 'Signs in with', 'origin-local': 'a password', 'origin-oidc': 'the identity provider',
  nobody: 'Nobody has an account yet. The link for the first one is printed when the console starts; here you invite the others.', invite: 'Invite somebody', inviteHelp: 'They get a link from you, set a password of their own, and nobody else ever knows it. The link opens once, within three days.', inviteDo: 'Make the link',
  nameHelp: 'What they type to sign in: letters, digits and . _ @ + - , a mail address for instance.', linkFor: 'The link for', linkHelp: 'Hand it over on a safe way. It is shown only now, opens once, and ends at', change: 'Roles and permissions', changeDo: 'Change', changed: 'Changed.', newLink: 'Forgotten password', newLinkHelp: 'A new link to set a password. It ends older links, and when it is used, all sessions.', newLinkDo: 'Make a link',
  off: 'Switch off', offHelp: 'Ends all sessions and links at once. What the account did stays in the audit log.', on: 'Switch on', ownHelp: 'Nobody changes what they themselves may: another operator does.', back: 'All users', acts: 'What they did',
  'help-viewer': 'sees everything but payloads and evidence', 'help-editor': 'decides about stories, reviews and picks', 'help-rights-officer': 'decides cases, places and lifts holds, keeps grants', 'help-operator': 'keeps sources, subscribers, dead letters, users', 'help-payloads': 'what upstreams and subscribers sent, as it came', 'help-evidence': 'what claimants handed in, with names and addresses',
  tokens: 'Tokens of the configuration', tokensHelp: 'TOKENS of each service, without what opens them. They are changed there, with a restart.', actsFor: 'acts for', keys: 'Keys of the content API', keysHelp: 'Who reads articles as JSON from the portal.', noKeys: 'No key was made yet. With one, this call is answered:', quota: 'Requests a minute', made: 'Made', revoke: 'Revoke', revoked: 'revoked', newKey: 'Make a key', keyFor: 'The key', keyHelp: 'It is shown only now.', 'filter-sources': 'Sources (ids; empty: all)', 'filter-languages': 'Languages (empty: all)', reads: 'Reads', all: 'everything',
};

export const usersTexts: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = {
  en,
  zh: {
    title: '用户与密钥', people: '人员', name: '用户名', displayName: '显示名', roles: '角色', permissions: '可查看', state: '状态', signedIn: '最近登录', never: '从未', active: '启用', invited: '已邀请,尚无口令', disabled: '已停用', origin: '登录方式', 'origin-local': '口令', 'origin-oidc': '身份提供方',
    nobody: '还没有账号。第一个账号的链接在控制台启动时打印;其他人在这里邀请。', invite: '邀请', inviteHelp: '对方通过您给的链接自行设置口令,他人无从得知。链接只能打开一次,三天内有效。', inviteDo: '生成链接',
    nameHelp: '登录时输入:字母、数字及 . _ @ + - ,例如邮箱地址。', linkFor: '链接,给', linkHelp: '请以安全方式交给对方。只在此刻显示,只能打开一次,有效期至', change: '角色与权限', changeDo: '修改', changed: '已修改。', newLink: '忘记口令', newLinkHelp: '生成设置口令的新链接;旧链接失效,使用后所有登录结束。', newLinkDo: '生成链接',
    off: '停用', offHelp: '立即结束全部登录与链接。该账号的操作记录仍保留在审计日志中。', on: '启用', ownHelp: '任何人都不能修改自己的权限:须由另一位运维人员操作。', back: '所有用户', acts: '操作记录',
    'help-viewer': '可查看原始数据与证据以外的一切', 'help-editor': '处理同文组、复核与推荐位', 'help-rights-officer': '裁定案件,下令与解除封存,管理授权', 'help-operator': '管理来源、订阅方、死信与用户', 'help-payloads': '来源与订阅方发来的原始内容', 'help-evidence': '权利人提交的材料,含姓名与地址',
    tokens: '配置中的令牌', tokensHelp: '各服务的 TOKENS,不含令牌本身;须在配置中修改并重启。', actsFor: '可代表', keys: '内容接口密钥', keysHelp: '以 JSON 读取门户文章者。', noKeys: '还没有密钥。有了密钥即可调用:', quota: '每分钟请求数', made: '创建时间', revoke: '撤销', revoked: '已撤销', newKey: '生成密钥', keyFor: '密钥', keyHelp: '只在此刻显示。', 'filter-sources': '来源(编号;空为全部)', 'filter-languages': '语言(空为全部)', reads: '可读', all: '全部',
  },
};
