from . import meeting_plan
