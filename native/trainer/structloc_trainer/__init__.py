"""Trains StructLoc's localization networks on a stream of simulated frames and exports them to ONNX."""
