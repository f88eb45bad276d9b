from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestProbe(TransactionCase):
    def test_it(self):
        import cProfile
        import pstats

        env = self.env
        src = open("/tmp/probe.py").read()
        pr = cProfile.Profile()
        pr.enable()
        exec(src, {"env": env})
        pr.disable()
        pstats.Stats(pr, stream=open("/tmp/demo_prof.txt", "w")).sort_stats(
            "cumulative"
        ).print_stats(70)
