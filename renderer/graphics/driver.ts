/** Names of drivers that let the processor play a graphics card. */
const played = /swiftshader|llvmpipe|softpipe|software|basic render/i

/** Whether a WebGL driver of this name draws with a real card. */
export const isCard = (driver: string): boolean => !played.test(driver)
