// vtk.js's own objects of one view: renderer, camera, the mouse; and its drawing by WebGL, where that is wanted.
import '@kitware/vtk.js/Rendering/OpenGL/Profiles/Geometry'
import vtkInteractorStyleTrackballCamera from '@kitware/vtk.js/Interaction/Style/InteractorStyleTrackballCamera'
import vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer'
import vtkRenderWindow from '@kitware/vtk.js/Rendering/Core/RenderWindow'
import vtkRenderWindowInteractor from '@kitware/vtk.js/Rendering/Core/RenderWindowInteractor'
import vtkOpenGLRenderWindow from '@kitware/vtk.js/Rendering/OpenGL/RenderWindow'
import { backgroundColour } from './drawer.ts'

export class VtkView {
  readonly container: HTMLElement
  readonly renderer = vtkRenderer.newInstance()
  readonly interactor = vtkRenderWindowInteractor.newInstance()
  readonly #window = vtkRenderWindow.newInstance()
  readonly #view = vtkOpenGLRenderWindow.newInstance()
  deleted = false

  /** @param draws whether it draws at all; without, no WebGL is asked for. @throws where there is none */
  constructor(container: HTMLElement, draws: boolean) {
    this.container = container
    this.renderer.setBackground(...backgroundColour)
    this.#window.addRenderer(this.renderer)
    this.#window.addView(this.#view)
    this.interactor.setInteractorStyle(vtkInteractorStyleTrackballCamera.newInstance())
    this.interactor.set({ enableRender: draws })
    this.interactor.setView(this.#view)
    this.interactor.initialize()
    this.#view.setContainer(container)
    this.interactor.bindEvents(container)
  }

  /** vtk.js finds the mouse by it, even where it does not draw on it. */
  get canvas(): HTMLCanvasElement {
    return this.#view.getCanvas() as unknown as HTMLCanvasElement
  }

  /** Fits it to its container, device pixels. */
  resize(): void {
    const { width, height } = this.container.getBoundingClientRect()
    const ratio = window.devicePixelRatio || 1
    this.#view.setSize(Math.floor(width * ratio), Math.floor(height * ratio))
  }

  render(): void {
    this.#window.render()
  }

  delete(): void {
    this.deleted = true
    this.interactor.unbindEvents()
    this.#view.setContainer(null as unknown as HTMLElement)
    this.#view.delete()
    this.interactor.delete()
    this.#window.delete()
    this.renderer.delete()
  }
}
