"""Measurements, shown as they are; no test depends on one."""
