// Look-up tables for camera frames, by the names microscopists know. Viridis (Smith, van der Walt; CC0) and Turbo (Mikhailov, Google;
// Apache 2.0) are every fifth of the published 256 colours; the others are ramps of each channel, 'Fire' those of ImageJ's table to
// within a few steps of 255.
import { fromHex, type Colour, type ColourMap } from './colour-map.ts'

/** Straight lines through [share of the range, value 0 … 255]. */
type Ramp = readonly (readonly [share: number, value: number])[]

const steps = 64

function ramps(name: string, ...channels: readonly [Ramp, Ramp, Ramp]): ColourMap {
  const stops = Array.from({ length: steps + 1 }, (_, i): Colour => {
    const [red, green, blue] = channels.map((ramp) => Math.round(along(ramp, i / steps)))
    return [red, green, blue]
  })
  return { name, stops }
}

function along(ramp: Ramp, share: number): number {
  const next = ramp.findIndex(([at]) => at >= share)
  if (next <= 0) return ramp[Math.max(next, 0)][1]
  const [[from, low], [to, high]] = [ramp[next - 1], ramp[next]]
  return low + ((share - from) / (to - from)) * (high - low)
}

const linear: Ramp = [[0, 0], [1, 255]]
const viridis = fromHex('Viridis',
  '440154 46085c 471063 481769 481d6f 482475 472a7a 46307e 453781 433d84 414287 3f4889 3d4e8a 3a538b 38598c 355e8d 33638d 31688e '
  + '2e6d8e 2c718e 2a768e 297b8e 27808e 25848e 23898e 218e8d 20928c 1f978b 1e9c89 1fa188 21a585 24aa83 28ae80 2eb37c 35b779 3dbc74 '
  + '46c06f 50c46a 5ac864 65cb5e 70cf57 7cd250 89d548 95d840 a2da37 b0dd2f bddf26 cae11f d8e219 e5e419 f1e51d fde725')
const turbo = fromHex('Turbo',
  '30123b 36215f 3b2f80 3f3e9c 424bb5 4559cb 4666dd 4773eb 4680f6 458cfd 4099ff 38a5fb 2fb2f4 27bee9 1fc9dd 1ad4d0 18ddc2 1ae4b6 '
  + '22ebaa 2ff19b 3ff68a 52fa7a 65fd69 79fe59 8bff4b 9cfe40 a9fb39 b7f735 c3f134 d0ea34 dbe236 e5d938 eecf3a f5c53a faba39 fdae35 '
  + 'fea130 fe932a fc8423 f9751d f46617 ef5811 e84b0c e14109 d83706 ce2d04 c32503 b71d02 a91601 9b0f01 8b0902 7a0403')

/** In the order in which they are offered. */
export const luts: readonly ColourMap[] = [
  ramps('Grays', linear, linear, linear),
  ramps('Fire', [[0, 0], [0.06, 0], [0.3, 162], [0.56, 252], [0.6, 255], [1, 255]], [[0, 0], [0.39, 0], [0.6, 133], [0.9, 255], [1, 255]],
    [[0, 0], [0.1, 96], [0.21, 227], [0.5, 0], [0.84, 0], [1, 255]]),
  ramps('Red Hot', [[0, 0], [1 / 3, 255], [1, 255]], [[0, 0], [1 / 3, 0], [2 / 3, 255], [1, 255]], [[0, 0], [2 / 3, 0], [1, 255]]),
  ramps('Cyan Hot', [[0, 0], [1 / 2, 0], [1, 255]], [[0, 0], [1 / 2, 200], [1, 255]], [[0, 0], [1 / 2, 255], [1, 255]]),
  viridis,
  turbo,
]

/** The table of that name; the first where there is none. */
export function lutNamed(name: string): ColourMap {
  return luts.find((lut) => lut.name === name) ?? luts[0]
}

/** For differences around zero, dark where there is none: 'berlin' of Crameri's scientific colour maps (version 8, MIT licence). */
export const berlin: ColourMap = fromHex('berlin',
  '9eb0ff 93affa 87adf4 7bacee 6fa9e8 62a6e0 56a2d7 4b9bcd 4194c1 398bb4 3382a8 2f789c 2b6f8f 276683 245d78 20546c 1d4b61 1a4256 '
  + '173a4b 143240 122a36 11232c 101c23 11161b 121214 160e0d 1b0b07 210b03 260d01 2c0e00 330f00 391100 411201 481502 501803 591c07 '
  + '63210c 6e2813 79301b 843924 8e422e 984c39 a25544 ac5e4f b6685a c07165 ca7b71 d5857d df8f89 ea9995 f4a3a1 ffadad')
