import { displayNameOf, grantsOf, nameOf } from './claims.decide.js';

const map = { newsroom: ['editor', 'viewer'], legal: ['rights-officer', 'evidence'], ops: ['operator', 'payloads'] } as const;

describe('the claims of an identity provider', () => {
  it.each([
    [{ groups: ['newsroom', 'tennis', 'legal'] }, 'groups', ['viewer', 'editor', 'rights-officer'], ['evidence']],
    [{ groups: 'ops newsroom' }, 'groups', ['viewer', 'editor', 'operator'], ['payloads']],
    [{ realm_access: { roles: ['ops'] } }, 'realm_access.roles', ['operator'], ['payloads']],
    [{ 'https://paper.example/roles': ['legal'] }, 'https://paper.example/roles', ['rights-officer'], ['evidence']],
    [{ groups: ['tennis'] }, 'groups', [], []],
    [{}, 'groups', [], []],
    [{ groups: ['__proto__', 'constructor', 7, null] }, 'groups', [], []],
    [{ groups: { newsroom: true } }, 'groups', [], []],
  ])('%j at %s', (claims, path, roles, permissions) => {
    expect(grantsOf(claims, path, map)).toEqual({ roles, permissions });
  });

  it('name an account as far as names here allow it', () => {
    expect([nameOf({ preferred_username: 'Li.Na', email: 'x@y.example' }), nameOf({ email: 'Li Na@Paper.example' }), nameOf({ preferred_username: '李娜', sub: 'auth0|17' }), nameOf({ sub: '-' })]).toEqual(['li.na', 'li-na@paper.example', 'auth0-17', 'somebody']);
    expect([displayNameOf({ name: ' 李娜 ', sub: 'x1' }), displayNameOf({ name: '', sub: 'x1' })]).toEqual(['李娜', 'x1']);
  });
});
