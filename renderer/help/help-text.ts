// The words of the help page: the way through the program, and what each number means (definitions as in the user guide).

export interface HelpEntry {
  term: string
  text: string
}

export const workflow: readonly HelpEntry[] = [
  { term: 'Open a movie', text: 'Drop a TIFF stack on the window or press Open. If StructLoc knows the camera and pixel size (from a description beside the movie, the pixel size also from the file itself), it takes them; otherwise it takes what the model was trained for and says so. Check them in Models › Camera and pixel size: the background must not come out negative.' },
  { term: 'Choose models', text: 'A is the model that is used; B, if chosen, is run beside it for comparison. A warning stands under a model where the movie is outside what it was trained for: then its depths and uncertainties cannot be trusted.' },
  { term: 'Preview', text: 'In the movie, switch on Preview: the models’ detections are drawn on the frame. Move the threshold until few spots are missed and few detections stand on nothing.' },
  { term: 'Localize', text: 'Localize (Ctrl+L) runs the models over all frames, or over those given. Abort (Ctrl+.) keeps what was found; a stopped run can be resumed in Jobs, also after a restart. The tables are written beside the movie.' },
  { term: 'Compare', text: 'Comparison shows A and B side by side as super-resolution pictures. With truth it scores both. Without truth it shows where the two models disagree: there the training, not the data, speaks.' },
  { term: 'Look in 3D, filter, export', text: 'In 3D and in the table the same filters hold. Export writes what passes them, with a file beside it that says how the table came about.' },
  { term: 'Test on your own data', text: 'The spike-in test adds emitters of known position to copies of your frames and counts which are found: the only truth there is on real data.' },
  { term: 'Measure the PSF', text: 'Calibration turns a stack of beads into the PSF of your microscope: it shows every bead with what became of it, how well the PSF fits, and over which depths it can be used. Use in training hands it on.' },
  { term: 'Train for your microscope', text: 'If no model fits, describe camera, PSF and light in Training. The advisor says what the acquisition allows before any time is spent. Train the CSR twin as well if you want to know what the structures are worth.' },
]

export const numbers: readonly HelpEntry[] = [
  { term: 'Localization', text: 'One molecule in one frame: position (x, y, z in nm), photons, background, and the uncertainty (σ) of each as the network states it. x runs to the right, y down, from the outer corner of the top-left pixel; z is 0 at focus.' },
  { term: 'Probability', text: 'How sure the network is that there is a molecule. The threshold is the least probability of a detection; every model has its own, chosen by one rule on validation movies.' },
  { term: 'σx, σy, σz', text: 'Stated standard deviation of the position, nm. If it is calibrated, 68 % of the errors are smaller. In crowded frames it tends to be stated too small.' },
  { term: 'Jaccard index (JI)', text: 'TP / (TP + FP + FN): found molecules over all that were there or were claimed. A detection counts as found within 250 nm laterally and 500 nm axially of the truth (SMLM Challenge 2016).' },
  { term: 'Recall, precision', text: 'Share of the true molecules that were found; share of the detections that are true.' },
  { term: 'RMSE lateral, axial, volumetric', text: '√(mean of dx² + dy²), √(mean of dz²) and √(mean of dx² + dy² + dz²) over the found molecules, nm.' },
  { term: 'Efficiency', text: '100 − √((100 − JI %)² + (α · RMSE)²) with α = 1 per nm laterally and 0.5 per nm axially; 3D efficiency is the mean of both. 100 is perfect, below 0 is possible.' },
  { term: 'Nominal density', text: 'The density of completely random emitters whose nearest neighbours are as close on average as here. Molecules on structures are far more crowded than their number says.' },
  { term: 'CRLB, CRLB ratio', text: 'The Cramér–Rao lower bound: no unbiased method is better. The ratio is the error of lone molecules over their bound; 1 is the best there is.' },
  { term: 'Error / σ', text: 'Errors divided by the stated σ: standard deviation 1 if the uncertainties are true, above 1 if they are stated too small.' },
  { term: 'Checkerboard', text: 'Whether errors depend on the place within a camera pixel: an artefact of networks that shows as a grid in the reconstruction.' },
  { term: 'Prior influence', text: 'Distance between a localization of one model and its partner of the other in units of their σ. Small: both read the same from the data. Large, or no partner: what the model learned in training decides.' },
  { term: 'CSR', text: 'Complete spatial randomness: molecules anywhere with equal chance. What networks are usually trained on.' },
  { term: 'Photons, background', text: 'Photons: what the camera got of one molecule in one frame. Background: photons per pixel and frame that are not its own.' },
  { term: 'On-time', text: 'How many frames a molecule stays on, on average.' },
  { term: 'Region (ROI)', text: 'The rectangle drawn in the movie or the comparison with Shift and dragging: scores and prior influence can be limited to it.' },
  { term: 'Power at one cycle a pixel', text: '|Σ exp(2πi · x / pixel)|² over the number of localizations: 1 on average where positions know nothing of the pixel grid, more where they gather on it or molecules repeat.' },
  { term: 'Loss, validation', text: 'What a training makes smaller: the negative logarithm of how probable the network held the truth. It may be negative; less is better. Validation is measured on movies that the network does not learn from.' },
  { term: 'Difference', text: 'Localizations of A minus those of B at every place, both blurred by their σ: orange where A has more, blue where B has.' },
]
