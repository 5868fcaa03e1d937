import { expect, test } from 'vitest'
import { isCard } from '../../../../renderer/graphics/driver.ts'

test('drivers that play a graphics card are told from cards', () => {
  for (const name of ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', 'llvmpipe (LLVM 17.0.6, 256 bits)', 'Microsoft Basic Render Driver', 'Apple Software Renderer', 'softpipe']) expect(isCard(name)).toBe(false)
  for (const name of ['ANGLE (NVIDIA, NVIDIA GeForce RTX 4090 Direct3D11 vs_5_0 ps_5_0, D3D11)', 'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', 'Apple M2', 'AMD Radeon Pro 5300M OpenGL Engine']) expect(isCard(name)).toBe(true)
})
