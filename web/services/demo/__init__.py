"""A believable scheme to try Palier on: invented people in real communes, the same for a seed."""

from web.services.demo.fill import DemoSize, fill

__all__ = ["DemoSize", "fill"]
