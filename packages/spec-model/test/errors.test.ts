import { expect, it } from 'vitest';
import * as specModel from '@margo-sdk/spec-model';

it('every exported error carries the brand, so copies of the package know each other', () => {
  const errors = Object.entries(specModel).filter(([name]) => name.endsWith('Error'));
  expect(errors.map(([name]) => name).sort()).toEqual(['DocumentError', 'MargoError']);
  expect(specModel.MargoError.isInstance(new specModel.DocumentError('x', []))).toBe(true);
  expect(specModel.MargoError.isInstance(new Error('x'))).toBe(false);
});

it('an error says nothing of its cause in logs', () => {
  const error = new specModel.MargoError('ERR_X', 'said', { cause: new Error('secret'), hint: 'do' });
  expect(JSON.stringify(error)).toBe('{"name":"MargoError","code":"ERR_X","message":"said","hint":"do"}');
});

it.each(['a', 'gw/edge', 'a.b_c~d-e'])('%s is a device id', (text) => {
  expect(specModel.parseDeviceId(text)).toBe(text);
});
it.each(['', '/a', 'a/', 'a//b', 'a b', 'a/..', '.', 'gw/*'])('%j is not a device id (M-52)', (text) => {
  expect(() => specModel.parseDeviceId(text)).toThrow(expect.objectContaining({ code: 'ERR_DEVICE_ID_INVALID' }));
});
