// Who may send messages to the main process: the page of the window itself.
import { isAppAddress } from './app-address.ts'

export interface Sender {
  /** Address of the frame that sent it; undefined where it is gone. */
  address: string | undefined
  /** It is no frame inside a page. */
  isTop: boolean
  /** It belongs to the program's window. */
  isOwnWindow: boolean
}

export function isOwnSender({ address, isTop, isOwnWindow }: Sender): boolean {
  return isOwnWindow && isTop && address !== undefined && isAppAddress(address)
}
