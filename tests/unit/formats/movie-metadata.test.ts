// What microscopes' software writes into movies, in the words of ImageJ, OME and Micro-Manager.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { movieMetadata, type MovieTexts } from '../../../core/formats/movie-metadata.ts'
import { writtenMetadata } from '../../../electron/engine/movies/written-metadata.ts'
import { temporary } from '../../fixtures/door.ts'
import { encodeTiff, plainVariant } from '../movies/encode-tiff.ts'

const texts = (some: MovieTexts): MovieTexts => some

describe('metadata of a movie', () => {
  test('of ImageJ: pixels per unit, and the time between frames', () => {
    const description = 'ImageJ=1.54f\nimages=500\nframes=500\nunit=micron\nfinterval=0.03\n'
    expect(movieMetadata(texts({ description, xResolution: 9.259259, resolutionUnit: 1 }))).toEqual([
      { name: 'pixelSize', value: 108, from: 'ImageJ, scale' }, { name: 'exposure_ms', value: 30, from: 'ImageJ, frame interval' }])
    expect(movieMetadata(texts({ description: 'ImageJ=1.54f\nunit=\\u00B5m\n', xResolution: 10 }))).toEqual([{ name: 'pixelSize', value: 100, from: 'ImageJ, scale' }])
    expect(movieMetadata(texts({ description: 'ImageJ=1.54f\nimages=2\n', xResolution: 72, resolutionUnit: 2 }))).toEqual([])
  })

  test('of OME-XML: physical size, exposure, detector', () => {
    const description = `<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Instrument ID="I:0"><Detector ID="D:0" Model="iXon &amp; Ultra" Type="EMCCD"/></Instrument>
      <Image><Pixels SizeX="64" PhysicalSizeX="0.16" PhysicalSizeXUnit="µm" SignificantBits="14"><Channel><DetectorSettings Gain="250" Binning="1x1"/></Channel><Plane ExposureTime="20" ExposureTimeUnit="ms"/></Pixels></Image></OME>`
    expect(movieMetadata(texts({ description }))).toEqual([
      { name: 'pixelSize', value: 160, from: 'OME-XML, PhysicalSizeX' }, { name: 'exposure_ms', value: 20, from: 'OME-XML, ExposureTime' },
      { name: 'camera', value: 'iXon & Ultra', from: 'OME-XML, Detector' }, { name: 'emGain', value: 250, from: 'OME-XML, Gain' },
      { name: 'binning', value: 1, from: 'OME-XML, Binning' }, { name: 'bits', value: 14, from: 'OME-XML, SignificantBits' }])
    // The schema's usual units where none is named.
    expect(movieMetadata(texts({ description: '<OME><Pixels PhysicalSizeX="0.1"><Plane ExposureTime="0.05"/></Pixels></OME>' })).map(({ value }) => value)).toEqual([100, 50])
  })

  test('of Micro-Manager, versions 1.4 and 2, before what an editor wrote', () => {
    const one = { PixelSizeUm: 0.107, 'Exposure-ms': 30, Camera: 'Andor', 'Andor-Gain': '300', 'Andor-Binning': '1', BitDepth: 16 }
    expect(movieMetadata(texts({ microManager: JSON.stringify(one), description: 'ImageJ=1.4\nunit=um\n', xResolution: 5 }))).toEqual([
      { name: 'pixelSize', value: 107, from: 'Micro-Manager, PixelSizeUm' }, { name: 'exposure_ms', value: 30, from: 'Micro-Manager, Exposure-ms' },
      { name: 'camera', value: 'Andor', from: 'Micro-Manager, Camera' }, { name: 'emGain', value: 300, from: 'Micro-Manager, Andor-Gain' },
      { name: 'binning', value: 1, from: 'Micro-Manager, Andor-Binning' }, { name: 'bits', value: 16, from: 'Micro-Manager, BitDepth' }])
    const two = { 'Core-Camera': { PropVal: 'Camera-1' }, 'Camera-1-MultiplierGain': { PropVal: '100' }, 'Camera-1-CameraName': { PropVal: 'Evolve 512' } }
    expect(movieMetadata(texts({ microManager: JSON.stringify(two) }))).toEqual([
      { name: 'camera', value: 'Evolve 512', from: 'Micro-Manager, Camera' }, { name: 'emGain', value: 100, from: 'Micro-Manager, Camera-1-MultiplierGain' }])
  })

  test('that cannot be is left out: no pixel size, an unset one, a gain of none', () => {
    expect(movieMetadata(texts({ microManager: JSON.stringify({ PixelSizeUm: 0, Camera: 'C', 'C-Gain': '0' }) }))).toEqual([{ name: 'camera', value: 'C', from: 'Micro-Manager, Camera' }])
    expect(movieMetadata(texts({ xResolution: 72, resolutionUnit: 2 }))).toEqual([])
    expect(movieMetadata(texts({ xResolution: 100_000, resolutionUnit: 3 }))).toEqual([{ name: 'pixelSize', value: 100, from: 'TIFF, resolution' }])
    for (const microManager of ['', '{', '5', 'null', '[]', '{"PixelSizeUm": {"a": 1}}']) expect(movieMetadata(texts({ microManager }))).toEqual([])
  })
})

describe('metadata in a file', () => {
  const { folder, remove } = temporary('metadata')
  afterAll(remove)

  test.each([[true, false], [false, false], [true, true], [false, true]])('is found in TIFF and BigTIFF of either byte order (little-endian %s, big %s)', async (littleEndian, bigTiff) => {
    const path = join(folder, `${littleEndian}-${bigTiff}.tif`)
    writeFileSync(path, encodeTiff([new Array(20).fill(1)], { ...plainVariant, littleEndian, bigTiff, description: '<OME><Pixels PhysicalSizeX="0.13"/></OME>' }))
    expect(await writtenMetadata(path)).toEqual([{ name: 'pixelSize', value: 130, from: 'OME-XML, PhysicalSizeX' }])
  })

  test('that is none gives nothing', async () => {
    const path = join(folder, 'none.tif')
    for (const bytes of ['', 'II*\0', 'II*\0\xff\xff\xff\xff', 'MM\0*\0\0\0\x08\xff\xff', 'text that is no TIFF']) {
      writeFileSync(path, bytes, 'latin1')
      expect(await writtenMetadata(path)).toEqual([])
    }
    expect(await writtenMetadata(join(folder, 'absent.tif'))).toEqual([])
  })
})
