import { knowing, pattern, text } from './engine';
import { hasUnknownVariable, variableIn } from '../../src/policy/condition';
import { matches, matchesResource } from '../../src/policy/operators';
import { bindVariables, isVariable, parsePattern, settlePattern, showPattern, WrittenPattern } from '../../src/policy/pattern';
import { literalOf, lowerCase, mentionsSymbol, showText, symbolFamily, symbolId, symbolKind, symbolOf } from '../../src/policy/text';

const RESOURCE = { wildcards: true, variables: true, components: true };
const read = (written: string): WrittenPattern => parsePattern(text(written), RESOURCE);
const is = (written: string, value: string, syntax = {}) => matches(pattern(written, syntax), text(value));

describe('a text', () => {
  test('is shown with its symbols as references', () => {
    expect(showText(text('arn:aws:s3:::<name Bucket>/x'))).toBe('arn:aws:s3:::${Bucket}/x');
    expect(lowerCase(text('ABC<name Bucket>'))).toEqual(text('abc<name Bucket>'));
  });

  test('is a literal only without symbols', () => {
    expect(literalOf(text('abc'))).toBe('abc');
    expect(literalOf(text('a<any P>'))).toBeUndefined();
  });

  test.each([['any||I:sub', true], ['x/name|T|A', true], ['flat||A', true], ['path|T|A', true], ['arn|T|A', true], ['aws:PrincipalTag/name', false], ['a|b', false]])(
    'that is put together tells whether a symbol is in it: %s, %s', (joined, expected) => expect(mentionsSymbol(joined)).toBe(expected));

  test('tells of a symbol its kind, its family and its id, whatever the id holds', () => {
    const symbol = symbolOf('name', 'AWS::S3::Bucket', 'a|b');

    expect([symbolKind(symbol), symbolFamily(symbol), symbolId(symbol)]).toEqual(['name', 'name|AWS::S3::Bucket', 'a|b']);
  });
});

describe('wildcards', () => {
  test.each([
    ['', '', 'yes'], ['', 'a', 'no'], ['a', 'A', 'no'], ['*', '', 'yes'], ['a*c', 'abbc', 'yes'], ['a*c', 'abb', 'no'], ['?', '', 'no'], ['a?', 'ab', 'yes'],
    ['*?*', '', 'no'], ['**a', 'ba', 'yes'], ['*a*b*', 'xaxbx', 'yes'], ['*a*b*', 'xbxax', 'no'], ['<name A>/*', '<name A>/x', 'yes'], ['*', '<any P>', 'yes'],
  ])('of %j take %j: %s', (written, value, expected) => expect(is(written, value)).toBe(expected));

  test.each([
    ['arn:aws:s3:*:*:x', 'arn:aws:s3:a:b:x', 'yes'], ['arn:aws:s3:?:*:x', 'arn:aws:s3:::x', 'no'], ['arn:aws:s3:::*', 'arn:aws:s3:::a:b/c', 'yes'],
    ['arn:a?:s3:::x', 'arn:a::s3:::x', 'no'], ['arn:a*s:s3:::x', 'arn:a:s:s3:::x', 'no'], ['*', 'a:b', 'yes'], ['a:*', 'a:b:c', 'yes'],
  ])('of an ARN stay in their component: %s and %s', (written, value, expected) => expect(is(written, value, { components: true })).toBe(expected));

  test('at the end of a component may go beyond it, and as long as nothing settles that it is open', () => {
    const arn = pattern('arn:aws:s3:*:x', { components: true });

    expect(matchesResource(arn, text('arn:aws:s3:a:x'))).toBe('yes');
    expect(matchesResource(arn, text('arn:aws:s3:a:b:x'))).toBe('maybe');
    expect(matchesResource(arn, text('arn:aws:s3'))).toBe('no');
    expect((['component', 'beyond'] as const).map((reach) => matchesResource(settlePattern(arn, reach), text('arn:aws:s3:a:b:x')))).toEqual(['no', 'yes']);
  });

  test.each([
    ['*<any P>', 'a:b<any P>'], ['*<any P>:x', 'a:b<any P>:x'], ['*<arn A>:x', 'a:b<arn A>:x'], ['<any P>*:x', '<any P>a:b:x'], ['a:<any P>:?:x', 'a:<any P>:::x'],
  ])('beside a symbol that may have colons are in a component that may be the last: %s and %s', (written, value) => {
    expect(is(written, value, { components: true })).toBe('maybe');
  });

  test.each([
    ['a?:<any P>', 'a::<any P>', 'no'], ['<any P>/*', '<any P>/a:b', 'yes'], ['a:b:c:d:e:*<any P>', 'a:b:c:d:e:f:g<any P>', 'yes'], ['a*:<any P>', 'ab:<any P>', 'yes'],
    ['*<name A>', 'a:b<name A>', 'yes'], ['*<name A>:x', 'a:b<name A>:x', 'no'], ['?<any P>:x', ':<any P>:x', 'no'], ['*<any P>', 'ab<any P>', 'yes'], ['a:b:c:d:*:<any P>', 'a:b:c:d:e:<any P>', 'yes'],
  ])('are certain where the colons of a symbol change nothing: %s and %s', (written, value, expected) => {
    expect(is(written, value, { components: true })).toBe(expected);
  });
});

describe('variables', () => {
  const bind = (written: string, known = {}) => bindVariables(read(written), variableIn(knowing(known)));

  test('are read with their default, keys in lower case', () => {
    expect(read('a${AWS:UserName}')).toEqual(['a', { key: 'aws:username', fallback: undefined }]);
    expect(read('${ k , \'a b\'}')).toEqual([{ key: 'k', fallback: text('a b') }]);
    expect(showPattern(read('x/${k, \'v\'}?*${l}<name A>'))).toBe('x/${k, \'v\'}?*${l}${A}');
  });

  test.each<[string, string, string?]>([
    ['${k,\'v\'}', 'k', 'v'], ['${k,  \'v\'}', 'k', 'v'], ['${k, \'it\'s\'}', 'k', 'it\'s'], ['${k, \'\'}', 'k', ''], ['${ k ,}', 'k', ''],
    ['${k \'v\'}', 'k \'v\''], ['${k, \'v}', 'k, \'v'], ['${\'v\'}', '\'v\''], ['${k, \'}', 'k, \''], ['${k, v}', 'k, v'], ['${a, b \'v\'}', 'a, b \'v\''], ['${*x}', '*x'],
  ])('are read up to the default that stands in quotes behind a comma: %s', (written, key, fallback = '') => {
    expect(read(written).filter(isVariable).map((variable) => [variable.key, (variable.fallback ?? []).join('')])).toEqual([[key, fallback]]);
  });

  test('begin with a dollar and a brace', () => {
    expect(read('a$b}{c}')).toEqual([...'a$b}{c}']);
  });

  test('escape what would be special', () => {
    expect(read('${*}${?}${$}')).toEqual(['*', '?', '$']);
    expect(showPattern(read('${a'))).toBe('${a');
    expect(pattern('${*}')).toEqual(['$', '{', { run: true, across: true }, '}']);
  });

  test('take the value of their key, whatever characters it has', () => {
    expect(bind('a/${k}/*', { k: 'x*' })).toEqual([...text('a/x*/'), { run: true, across: true }]);
  });

  test('that have several values or none take their default, and else match nothing', () => {
    const absent = variableIn(() => 'absent');

    expect(bindVariables(read('${k, \'d\'}'), absent)).toEqual(['d']);
    expect(bindVariables(read('${k}'), absent)).toBeUndefined();
    expect(bind('${k}', { k: ['a', 'b'] })).toBeUndefined();
  });

  test('that are not known may be anything', () => {
    expect(showPattern(bind('a/${k}')!)).toBe('a/*');
    expect(showPattern(bindVariables(read('a/${k}'), variableIn(() => 'undetermined'))!)).toBe('a/*');
    expect([hasUnknownVariable(read('${k}'), knowing({})), hasUnknownVariable(read('${k}'), knowing({ k: 'a' })), hasUnknownVariable(read('k*'), knowing({}))])
      .toEqual([true, false, false]);
  });
});
