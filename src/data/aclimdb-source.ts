/** Where the official reviews come from, and how a copy of them gets into a folder. */
import { copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LstmError } from '../errors.ts'
import { writing } from '../files/failure.ts'
import { makeFolder } from '../files/make-folder.ts'
import { type DownloadOptions, download, md5OfFile } from './download.ts'

/** Source: https://ai.stanford.edu/~amaas/data/sentiment/ (Maas et al., ACL 2011); 84,125,825 bytes. */
export const aclImdb = {
  name: 'aclImdb_v1.tar.gz',
  url: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz',
  md5: '7c2ac02c03563afcf9b574c7e56c153a',
  maximumBytes: 100_000_000,
} as const

/**
 * Puts the archive, whole and checked, into a folder.
 *
 * @param from another address or a file to take it from
 * @returns its path
 * @throws LstmError 'data' when it cannot be had or is not the official one
 */
export async function fetchAclImdb(
  folder: string,
  from: string = aclImdb.url,
  options: DownloadOptions = {},
): Promise<string> {
  const path = join(folder, aclImdb.name)
  if (isAddress(from)) await download({ ...aclImdb, url: from }, path, options)
  else await copyChecked(from, path)
  return path
}

function isAddress(from: string): boolean {
  return /^https?:\/\//i.test(from)
}

async function copyChecked(from: string, path: string): Promise<void> {
  const found = await md5OfFile(from)
  if (found === undefined)
    throw new LstmError('data', `there is no file ${from}`, {
      hint: `give the path of ${aclImdb.name}, or leave --from out to download it`,
    })
  if (found !== aclImdb.md5) {
    throw new LstmError(
      'data',
      `${from} is not the official archive: its MD5 is ${found}, not ${aclImdb.md5}`,
      {
        hint: `the official one is at ${aclImdb.url}; another one can be used by itself with --data`,
      },
    )
  }
  if ((await md5OfFile(path)) === aclImdb.md5) return
  await writing(path, 'make room, or choose another folder with --out', async () => {
    await makeFolder(dirname(path))
    await copyFile(from, path)
  })
}
